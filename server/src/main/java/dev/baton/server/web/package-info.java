/// What holds for every request, whatever it asks: who may speak, what every answer says to a browser, and that every
/// refusal is a problem (RFC 9457).
@NullMarked
package dev.baton.server.web;

import org.jspecify.annotations.NullMarked;
