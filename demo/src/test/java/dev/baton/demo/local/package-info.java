/// Evidence for the local cluster's parts that need no daemon: the wires and the janitor.
@NullMarked
package dev.baton.demo.local;

import org.jspecify.annotations.NullMarked;
