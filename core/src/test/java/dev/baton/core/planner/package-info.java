/// Evidence for the planner: the written procedures, truth tables, and a second algorithm that shares nothing with it.
@NullMarked
package dev.baton.core.planner;

import org.jspecify.annotations.NullMarked;
