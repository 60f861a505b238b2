/// Tests of the in-memory engine: the contract of the port, and the faults it can do on purpose.
@NullMarked
package dev.baton.coordination.memory;

import org.jspecify.annotations.NullMarked;
