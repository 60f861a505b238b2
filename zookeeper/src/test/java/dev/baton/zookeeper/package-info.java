/// ZooKeeper against the contract of the port, alone and as an ensemble, and the accidents that only it can have. All
/// peers of an ensemble run in this program, on loopback.
@NullMarked
package dev.baton.zookeeper;

import org.jspecify.annotations.NullMarked;
