/// What server and command line tell each other is read as it was written.
@NullMarked
package dev.baton.cluster.api;

import org.jspecify.annotations.NullMarked;
