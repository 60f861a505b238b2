/// Evidence: the programs as real processes.
@NullMarked
package dev.baton.integration;

import org.jspecify.annotations.NullMarked;
