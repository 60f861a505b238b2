/// The daemon's one loop. Owns the only thread on which handlers run; knows no handler.
@NullMarked
package dev.baton.server.loop;

import org.jspecify.annotations.NullMarked;
