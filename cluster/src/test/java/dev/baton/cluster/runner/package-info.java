/// Laws of runs, carried out on a laboratory cluster.
@NullMarked
package dev.baton.cluster.runner;

import org.jspecify.annotations.NullMarked;
