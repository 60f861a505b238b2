/// The daemon batond: wiring and REST API.
@NullMarked
package dev.baton.server;

import org.jspecify.annotations.NullMarked;
