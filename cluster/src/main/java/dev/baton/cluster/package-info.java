/// The controller and the runner.
@NullMarked
package dev.baton.cluster;

import org.jspecify.annotations.NullMarked;
