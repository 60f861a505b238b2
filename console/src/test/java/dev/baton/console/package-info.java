/// Pages of made clusters, looked at as text.
@NullMarked
package dev.baton.console;

import org.jspecify.annotations.NullMarked;
