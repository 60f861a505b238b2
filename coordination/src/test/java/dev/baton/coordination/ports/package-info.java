/// Ports for tests.
@NullMarked
package dev.baton.coordination.ports;

import org.jspecify.annotations.NullMarked;
