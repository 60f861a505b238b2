/// The coordination port on Apache ZooKeeper: [dev.baton.zookeeper.EmbeddedPeer] is a server inside this program, one
/// of an ensemble that may grow and shrink; [dev.baton.zookeeper.ZooKeeperCoordination] is a client;
/// [dev.baton.zookeeper.LocalMember] is both as one machine has them.
///
/// Depends on the port; nothing else in Baton names ZooKeeper. Threads: ZooKeeper's own, and one timer per client. They
/// end in this package: everything a client decides and tells happens on the loop that the caller passes in.
@NullMarked
package dev.baton.zookeeper;

import org.jspecify.annotations.NullMarked;
