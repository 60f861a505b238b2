/// What the parts of an agent share: the effects they return, and the desk where questions wait for their answers.
/// Pure; used by every part of the agent, knows none of them.
@NullMarked
package dev.baton.agent.loop;

import org.jspecify.annotations.NullMarked;
