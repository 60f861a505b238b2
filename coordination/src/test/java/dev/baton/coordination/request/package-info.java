/// Laws of the words that people and leader exchange.
@NullMarked
package dev.baton.coordination.request;

import org.jspecify.annotations.NullMarked;
