/// Evidence for rehearsals: simulation and formula agree.
@NullMarked
package dev.baton.core.rehearsal;

import org.jspecify.annotations.NullMarked;
