package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.RunId;
import java.time.Instant;
import java.util.Optional;

final class Runs {
    Optional<RunId> active(TreeMirror tree) { return Optional.empty(); }
    Optional<RunId> worksOn(TreeMirror tree, GroupId group) { return Optional.empty(); }
    Answer answer(Turn turn, Ask ask) { return Refusal.notSo("not yet", "not yet", ""); }
    boolean decide(Turn turn) { return false; }
    Optional<Instant> next() { return Optional.empty(); }
    void forget() {}
}
