/// Laws of the run's journal.
@NullMarked
package dev.baton.core.journal;

import org.jspecify.annotations.NullMarked;
