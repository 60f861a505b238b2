/// The command baton.
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
