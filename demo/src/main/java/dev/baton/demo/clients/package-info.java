/// The clients of the demo: they write through each virtual server's address, open loop at a fixed rate, note when they
/// were refused and for how long, and afterwards look for every row that was acknowledged.
///
/// The only judges of what an upgrade cost: they know nothing of plans or nodes. Threads of their own; safe to ask from
/// any thread.
@NullMarked
package dev.baton.demo.clients;

import org.jspecify.annotations.NullMarked;
