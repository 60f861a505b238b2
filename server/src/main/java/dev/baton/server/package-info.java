/// The daemon `batond`: reads its settings, starts its coordination peer, and seats agent and controller on one loop
/// with
/// their adapters. The REST interface is in `server.api`.
///
/// The only place that knows all adapters. Threads: the loop's, the web server's and the adapters' own.
@NullMarked
package dev.baton.server;

import org.jspecify.annotations.NullMarked;
