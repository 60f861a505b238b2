/// The console's addresses: what a browser asks is looked up or put to the leader at the desk, and the module `console`
/// makes the page. Decides nothing about the cluster.
///
/// Runs on the web server's threads.
@NullMarked
package dev.baton.server.console;

import org.jspecify.annotations.NullMarked;
