/// What the fuzz tests share. The tests themselves stand in the package of the reader that they are about.
@NullMarked
package dev.baton.fuzz;

import org.jspecify.annotations.NullMarked;
