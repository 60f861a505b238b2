/// Benchmarks: programs that print tables of what grows with the size of a cluster. Nothing here is part of the product
/// or of the tests, and no number here is a threshold.
///
/// Depends on `core`. Each program has one thread.
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
