/// The workload of the demo: H2 database servers, from Maven Central, run by the scripts in `examples/h2` that any user
/// may copy. Fetches the two versions, lays out what a node and a group need, and says how a client reaches a group.
///
/// Depends on nothing of Baton; called by the demo's local cluster, by its clients and by integration tests.
@NullMarked
package dev.baton.demo.h2;

import org.jspecify.annotations.NullMarked;
