/// What this machine is like, for whoever asks: file systems, clock, boot. Owns the threads that wait for file systems.
@NullMarked
package dev.baton.server.machine;

import org.jspecify.annotations.NullMarked;
