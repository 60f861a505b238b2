package dev.baton.simulator.rehearsal;

import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Step;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Watcher;
import dev.baton.simulator.world.Wire;
import dev.baton.simulator.world.Workshop.Failing;
import dev.baton.simulator.world.Workshop.Misbehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// What an operator fears while a run is on.
enum Accident {

    LEADER_KILLED("the leader's daemon is killed", anywhere(Accident::killLeader)),
    CHANGED_NODE_LOST("the node that is changed is lost", (_, changed) -> changed.map(Accident::loss)),
    OWNER_LOST("an owner is lost", anywhere((cluster, over) -> Performance.lose(cluster, anOwner(cluster), over))),
    NO_MAJORITY("the majority of the votes is lost for a while", anywhere(Accident::loseMajority)),
    INSTALL_FAILS("the next install fails until it is mended",
            failing(Step.Install.class, "install", step -> step.node().value())),
    INSTALL_HANGS("the next install hangs until its machine is switched off",
            beginning(Step.Install.class, "install", Accident::hangUntilOff)),
    SELF_TEST_FAILS("the next self-test fails until it is mended",
            failing(Step.SelfTest.class, "selftest", step -> step.node().value())),
    PROBE_FAILS("the next probe group does not start until it is mended",
            failing(Step.ProbeGroup.class, "run", step -> step.node().value())),
    CONVERSION_CUT_OFF("the next conversion is cut off half-way: its machine is lost",
            beginning(Step.Convert.class, "convert", (cluster, node, over) ->
                    cluster.time().after(Duration.ofSeconds(1), () -> Performance.lose(cluster, node, over)))),
    CONVERSION_FAILS("the next conversion fails until it is mended",
            failing(Step.Convert.class, "convert", step -> step.group().value())),
    DISK_FULL("the disk of the node that is changed is full for a while", (_, changed) -> changed.map(Accident::full)),
    ABORTED("a person aborts the run", anywhere((cluster, over) -> {
        cluster.front().ask(new Request.AbortRun(), _ -> { });
        over.run();
    }));

    /// Before a majority that is gone is noticed.
    private static final Duration NOTICED = Duration.ofSeconds(2);
    /// Of a person who sees an install that does not end.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String words;
    private final Where where;

    Accident(String words, Where where) {
        this.words = words;
        this.where = where;
    }

    /// Happens to a cluster, and runs `over` when it is over.
    @FunctionalInterface
    interface Strike {

        void on(Cluster cluster, Runnable over);
    }

    /// Happens to a command that begins on a node.
    @FunctionalInterface
    private interface AtCommand {

        void on(Cluster cluster, NodeId node, Runnable over);
    }

    @FunctionalInterface
    private interface Where {

        Optional<Strike> at(List<Step> next, Optional<NodeId> changed);
    }

    /// Returns what happens; nothing where this cannot happen any more.
    ///
    /// @param next    the steps after the one that a run is in the middle of
    /// @param changed the node that is changed now, next, or was last
    Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
        return where.at(next, changed);
    }

    @Override
    public String toString() {
        return words;
    }

    private static Where anywhere(Strike strike) {
        return (_, _) -> Optional.of(strike);
    }

    private static <T extends Step> Optional<T> first(List<Step> next, Class<T> kind) {
        return next.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static <T extends Step> Where failing(Class<T> kind, String word, Function<T, String> about) {
        return (next, _) -> first(next, kind).map(step -> (cluster, over) -> {
            cluster.workshop().fail(new Failing(word, about.apply(step), true));
            over.run();
        });
    }

    private static Where beginning(Class<? extends Step> kind, String word, AtCommand then) {
        return (next, _) -> first(next, kind).map(_ -> (cluster, over) -> cluster.add(new Watcher() {
            private boolean done;

            @Override
            public void begins(NodeId node, String command, SortedMap<String, String> environment) {
                if (command.equals(word) && !done) {
                    done = true;
                    then.on(cluster, node, over);
                }
            }
        }));
    }

    private static void killLeader(Cluster cluster, Runnable over) {
        cluster.leader().ifPresentOrElse(leader -> {
            leader.kill();
            cluster.time().after(Performance.AWAY, () -> {
                leader.start();
                over.run();
            });
        }, over);
    }

    private static Strike loss(NodeId node) {
        return (cluster, over) -> Performance.lose(cluster, node, over);
    }

    private static NodeId anOwner(Cluster cluster) {
        return cluster.image().groups().values().stream().map(GroupImage::owner).flatMap(Optional::stream).findFirst()
                .orElseThrow();
    }

    private static void loseMajority(Cluster cluster, Runnable over) {
        cluster.net().rest();
        cluster.time().after(NOTICED, () -> cluster.net().wires().forEach(Wire::lose));
        cluster.time().after(Performance.AWAY, () -> {
            cluster.net().goOn();
            cluster.net().engine().faults().depose();
            cluster.net().engine().runUntilIdle();
            cluster.net().wires().forEach(Wire::restore);
            over.run();
        });
    }

    private static void hangUntilOff(Cluster cluster, NodeId node, Runnable over) {
        cluster.workshop().misbehave(node, Misbehaviour.CHANGE_HANGS);
        cluster.time().afterNanos(1, () -> cluster.workshop().behave(node, Misbehaviour.CHANGE_HANGS));
        cluster.time().after(PATIENCE, () -> Performance.lose(cluster, node, over));
    }

    private static Strike full(NodeId node) {
        return (cluster, over) -> {
            cluster.machine(node).host().disk().full(true);
            cluster.time().after(Performance.AWAY, () -> {
                cluster.machine(node).host().disk().full(false);
                over.run();
            });
        };
    }
}
