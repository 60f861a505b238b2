/// The command `baton`: [Baton] finds the verb that the words name, and only that one is loaded.
///
/// May see everything of the command line; nothing sees it but the demo's verb.
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
