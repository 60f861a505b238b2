/// Which hook is handed which event of the cluster's history, and when again after it failed: decisions only. Commands
/// and HTTP are the daemon's.
@NullMarked
package dev.baton.cluster.hooks;

import org.jspecify.annotations.NullMarked;
