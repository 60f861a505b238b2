/// Evidence: the walls between modules, and the tidy test.
@NullMarked
package dev.baton.architecture;

import org.jspecify.annotations.NullMarked;
