package dev.baton.server;

import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.NodeId;
import dev.baton.server.api.Cluster;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/// A cluster of nothing that answers as it is told and remembers what it was asked. Safe for threads.
public final class ToldCluster implements Cluster {

    /// What it was asked, oldest first.
    public final List<Ask> asked = new CopyOnWriteArrayList<>();
    /// What it answers.
    public volatile Answer answer;
    /// Comes with the next change.
    public volatile CompletableFuture<Boolean> change = new CompletableFuture<>();
    /// Since when it is cut off.
    public volatile Optional<Instant> cutOff = Optional.empty();

    /// What it knows of the cluster.
    public volatile TreeMirror tree = new TreeMirror();
    /// What its machine says of itself.
    public volatile Supplier<MachineFacts> machine = () -> new MachineFacts(new NodeId("node1"), Instant.now(), "boot",
            List.of(), List.of());
    /// What its machine was asked to look at last.
    public volatile SortedSet<String> lookedAt = Collections.emptySortedSet();

    /// @param accepted what it says to every request
    public ToldCluster(String accepted) {
        answer = new Answer.Accepted(List.of(accepted), new TreeMap<>());
    }

    @Override
    public <T> CompletableFuture<T> look(Function<TreeMirror, T> question) {
        return CompletableFuture.completedFuture(question.apply(tree));
    }

    @Override
    public CompletableFuture<Boolean> nextChange() {
        return change;
    }

    @Override
    public CompletableFuture<Answer> ask(Ask ask) {
        asked.add(ask);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public Optional<Instant> cutOffSince() {
        return cutOff;
    }

    @Override
    public MachineFacts machine(SortedSet<String> paths) {
        lookedAt = paths;
        return machine.get();
    }

    @Override
    public String peerMode() {
        return "standalone";
    }
}
