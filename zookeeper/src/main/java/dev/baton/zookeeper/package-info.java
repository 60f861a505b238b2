/// The coordination port on Apache ZooKeeper, embedded or outside.
@NullMarked
package dev.baton.zookeeper;

import org.jspecify.annotations.NullMarked;
