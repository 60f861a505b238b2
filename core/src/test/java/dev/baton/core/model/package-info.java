/// What the values of the model promise.
@NullMarked
package dev.baton.core.model;

import org.jspecify.annotations.NullMarked;
