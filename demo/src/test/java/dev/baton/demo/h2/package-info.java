/// Evidence for the H2 workload: the scripts themselves, with both real versions of H2.
@NullMarked
package dev.baton.demo.h2;

import org.jspecify.annotations.NullMarked;
