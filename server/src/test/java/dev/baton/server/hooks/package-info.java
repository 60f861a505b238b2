@NullMarked
package dev.baton.server.hooks;

import org.jspecify.annotations.NullMarked;
