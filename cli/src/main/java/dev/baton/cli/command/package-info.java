/// One class for each verb of the command line: its options, what it asks of the cluster, what it prints.
///
/// Depends on `cli.api` and `cli.terminal`; what is printed comes from `core.screen` and from the cluster's own
/// sentences. Each verb runs once, on one thread.
@NullMarked
package dev.baton.cli.command;

import org.jspecify.annotations.NullMarked;
