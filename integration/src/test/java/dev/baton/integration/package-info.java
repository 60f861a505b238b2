/// Evidence: the assembled programs as real processes, on one machine, under accidents. Each class has a cluster of its
/// own; clients write to every group from the beginning to the end, and are the judges.
///
/// `*IT` runs with every build; `LeftoversIT` takes `-Dleftovers=20` for the full count. `AccidentMatrix`, the whole
/// table, takes long and is asked for by name: `-Dit.test=AccidentMatrix`.
///
/// `NamespacesCheck` lays the same cluster out as machines in namespaces, where cables, routes and disks can be broken
/// too; only root can. Each of its tests writes a history, which [HistoryCheck] judges:
/// `-Dit.test=NamespacesCheck -Drounds=20` does each accident twenty times in a row and prints a table of the verdicts.
@NullMarked
package dev.baton.integration;

import org.jspecify.annotations.NullMarked;
