/// The person, or the script, in front of the command: what is printed, what is asked, how it ends.
///
/// Depends on nothing of the cluster.
@NullMarked
package dev.baton.cli.terminal;

import org.jspecify.annotations.NullMarked;
