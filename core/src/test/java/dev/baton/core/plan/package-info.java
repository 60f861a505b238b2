@NullMarked
package dev.baton.core.plan;

import org.jspecify.annotations.NullMarked;
