/// Evidence for faultss: simulation and formula agree.
@NullMarked
package dev.baton.core.faults;

import org.jspecify.annotations.NullMarked;
