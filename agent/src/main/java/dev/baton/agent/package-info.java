/// What acts on one node: the agent, its guard, and the Linux host adapter.
@NullMarked
package dev.baton.agent;

import org.jspecify.annotations.NullMarked;
