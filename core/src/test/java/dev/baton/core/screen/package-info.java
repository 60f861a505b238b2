/// Evidence for the screens: golden texts.
@NullMarked
package dev.baton.core.screen;

import org.jspecify.annotations.NullMarked;
