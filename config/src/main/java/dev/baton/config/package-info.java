/// The files that operators write, read into core values: `cluster.yaml` with its `kinds/`, and `upgrade.yaml`. Every
/// mistake is reported with its file, line, column and field; nothing half-read is ever returned.
///
/// Depends on `core` and `coordination.tree`. Called by the command line, which reads files where the operator is.
@NullMarked
package dev.baton.config;

import org.jspecify.annotations.NullMarked;
