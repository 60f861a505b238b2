/// Commands that the daemon itself runs, outside what its agent holds.
@NullMarked
package dev.baton.server.shell;

import org.jspecify.annotations.NullMarked;
