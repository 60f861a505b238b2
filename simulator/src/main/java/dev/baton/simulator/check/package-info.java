/// What must never be so, told from the world's own view of processes, data and commits. Nothing here knows the rules
/// that the code under test decides by.
@NullMarked
package dev.baton.simulator.check;

import org.jspecify.annotations.NullMarked;
