/// Evidence: the assembled programs as real processes, on one machine, under accidents. Each class has a cluster of its
/// own; clients write to every group from the beginning to the end, and are the judges.
///
/// `*IT` runs with every build; `LeftoversIT` takes `-Dleftovers=20` for the full count. `AccidentMatrix`, the whole
/// table, takes long and is asked for by name: `-Dit.test=AccidentMatrix`.
@NullMarked
package dev.baton.integration;

import org.jspecify.annotations.NullMarked;
