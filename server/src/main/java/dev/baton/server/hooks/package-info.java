/// How an event is handed to a hook: commands and HTTP, beside the daemon's loop. What is handed over, and when again,
/// `cluster.hooks` decides.
@NullMarked
package dev.baton.server.hooks;

import org.jspecify.annotations.NullMarked;
