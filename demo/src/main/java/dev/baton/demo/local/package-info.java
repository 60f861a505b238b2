/// A whole cluster on this machine: every node a real `batond` in a session of its own, in one directory that a janitor
/// removes, with every process that belongs to it, however the launcher ends. Nodes can be killed, frozen and cut off.
///
/// Used by the demo and by integration tests. Processes, sockets and threads; safe to call from any thread unless a
/// method says otherwise. Depends on `demo.h2` for the workload's files.
@NullMarked
package dev.baton.demo.local;

import org.jspecify.annotations.NullMarked;
