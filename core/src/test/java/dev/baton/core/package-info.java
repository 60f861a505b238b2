/// Clusters and upgrades that the tests of the core share.
@NullMarked
package dev.baton.core;

import org.jspecify.annotations.NullMarked;
