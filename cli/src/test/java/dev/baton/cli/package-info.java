/// The command against a real HTTP server that speaks the nodes' interface.
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
