@NullMarked
package dev.baton.cluster.hooks;

import org.jspecify.annotations.NullMarked;
