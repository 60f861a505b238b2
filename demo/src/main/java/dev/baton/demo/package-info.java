/// A local cluster of real processes with a database workload and writers.
@NullMarked
package dev.baton.demo;

import org.jspecify.annotations.NullMarked;
