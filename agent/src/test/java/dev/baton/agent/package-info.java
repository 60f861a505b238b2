/// Laws of the agent, each shown on simulated machines.
@NullMarked
package dev.baton.agent;

import org.jspecify.annotations.NullMarked;
