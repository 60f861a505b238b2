/// Evidence for the demo's story and screens that needs no daemon.
@NullMarked
package dev.baton.demo;

import org.jspecify.annotations.NullMarked;
