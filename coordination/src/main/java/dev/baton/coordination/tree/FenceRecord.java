package dev.baton.coordination.tree;

import java.time.Instant;

/// That the lives of a node up to this one are surely over: nothing of them runs any more, whatever their claims say.
/// Of a later life it says nothing, on the same boot neither: what was confirmed may have been wrong.
///
/// @param bootId      of the machine
/// @param incarnation the last life that is over
/// @param by          who says so: a fence agent and the node that ran it, or a person
/// @param at          wall-clock time
public record FenceRecord(String bootId, long incarnation, String by, Instant at) {

    /// Returns whether it says so of that life.
    public boolean ends(String boot, long life) {
        return bootId.equals(boot) && life <= incarnation;
    }
}
