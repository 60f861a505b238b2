/// The REST interface: checks who may speak, reads and writes JSON, asks the controller, hands on to the leader.
/// Decides
/// nothing about the cluster.
///
/// Runs on the web server's threads; asks the daemon's loop and waits for it.
@NullMarked
package dev.baton.server.api;

import org.jspecify.annotations.NullMarked;
