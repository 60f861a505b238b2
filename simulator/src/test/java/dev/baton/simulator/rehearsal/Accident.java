package dev.baton.simulator.rehearsal;

import dev.baton.coordination.request.Request;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Step;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Machine;
import dev.baton.simulator.world.Watcher;
import dev.baton.simulator.world.Wire;
import dev.baton.simulator.world.Workshop.Failing;
import dev.baton.simulator.world.Workshop.Misbehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// What an operator fears while a run is on.
enum Accident {

    LEADER_KILLED("the leader's daemon is killed") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return Optional.of((cluster, over) -> cluster.leader().ifPresentOrElse(leader -> {
                leader.kill();
                cluster.time().after(AWAY, () -> {
                    leader.start();
                    over.run();
                });
            }, over));
        }
    },

    CHANGED_NODE_LOST("the node that is changed is lost") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return changed.map(node -> (cluster, over) -> lose(cluster, node, over));
        }
    },

    OWNER_LOST("an owner is lost") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return Optional.of((cluster, over) -> lose(cluster, cluster.image().groups().values().stream()
                    .map(GroupImage::owner).flatMap(Optional::stream).findFirst().orElseThrow(), over));
        }
    },

    NO_MAJORITY("the majority of the votes is lost for a while") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return Optional.of((cluster, over) -> {
                cluster.net().rest();
                cluster.time().after(NOTICED, () -> cluster.net().wires().forEach(Wire::lose));
                cluster.time().after(AWAY, () -> {
                    cluster.net().goOn();
                    cluster.net().engine().faults().depose();
                    cluster.net().engine().runUntilIdle();
                    cluster.net().wires().forEach(Wire::restore);
                    over.run();
                });
            });
        }
    },

    INSTALL_FAILS("the next install fails until it is mended") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return failing(next, Step.Install.class, "install", step -> step.node().value());
        }
    },

    INSTALL_HANGS("the next install hangs until its machine is switched off") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return first(next, Step.Install.class).map(_ -> (cluster, over) -> cluster.add(new Once("install",
                    node -> {
                        cluster.workshop().misbehave(node, Misbehaviour.CHANGE_HANGS);
                        cluster.time().afterNanos(1, () -> cluster.workshop().behave(node,
                                Misbehaviour.CHANGE_HANGS));
                        cluster.time().after(PATIENCE, () -> lose(cluster, node, over));
                    })));
        }
    },

    SELF_TEST_FAILS("the next self-test fails until it is mended") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return failing(next, Step.SelfTest.class, "selftest", step -> step.node().value());
        }
    },

    PROBE_FAILS("the next probe group does not start until it is mended") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return failing(next, Step.ProbeGroup.class, "run", step -> step.node().value());
        }
    },

    CONVERSION_CUT_OFF("the next conversion is cut off half-way: its machine is lost") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return first(next, Step.Convert.class).map(_ -> (cluster, over) -> cluster.add(new Once("convert",
                    node -> cluster.time().after(HALF_WAY, () -> lose(cluster, node, over)))));
        }
    },

    CONVERSION_FAILS("the next conversion fails until it is mended") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return failing(next, Step.Convert.class, "convert", step -> step.group().value());
        }
    },

    DISK_FULL("the disk of the node that is changed is full for a while") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return changed.map(node -> (cluster, over) -> {
                cluster.machine(node).host().disk().full(true);
                cluster.time().after(AWAY, () -> {
                    cluster.machine(node).host().disk().full(false);
                    over.run();
                });
            });
        }
    },

    ABORTED("a person aborts the run") {
        @Override
        Optional<Strike> at(List<Step> next, Optional<NodeId> changed) {
            return Optional.of((cluster, over) -> {
                cluster.front().ask(new Request.AbortRun(), _ -> { });
                over.run();
            });
        }
    };

    private static final Duration AWAY = Duration.ofMinutes(1);
    private static final Duration NOTICED = Duration.ofSeconds(2);
    private static final Duration HALF_WAY = Duration.ofSeconds(1);
    /// Of a person who sees an install that does not end.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String words;

    Accident(String words) {
        this.words = words;
    }

    /// Happens to a cluster, and runs `over` when it is over.
    @FunctionalInterface
    interface Strike {

        void on(Cluster cluster, Runnable over);
    }

    /// Does something when a command begins that changes something, the first time.
    private static final class Once implements Watcher {
        private final String word;
        private final Consumer<NodeId> then;
        private boolean done;

        Once(String word, Consumer<NodeId> then) {
            this.word = word;
            this.then = then;
        }

        @Override
        public void begins(NodeId node, String command, SortedMap<String, String> environment) {
            if (command.equals(word) && !done) {
                done = true;
                then.accept(node);
            }
        }
    }

    /// Returns what happens; nothing where this cannot happen any more.
    ///
    /// @param next    the steps after the one that a run is in the middle of
    /// @param changed the node that is changed now, next, or was last
    abstract Optional<Strike> at(List<Step> next, Optional<NodeId> changed);

    @Override
    public String toString() {
        return words;
    }

    private static void lose(Cluster cluster, NodeId node, Runnable over) {
        Machine machine = cluster.machine(node);
        machine.keepOff(true);
        machine.lose();
        cluster.time().after(AWAY, () -> {
            machine.keepOff(false);
            machine.start();
            over.run();
        });
    }

    private static <T extends Step> Optional<T> first(List<Step> next, Class<T> kind) {
        return next.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static <T extends Step> Optional<Strike> failing(List<Step> next, Class<T> kind, String word,
            Function<T, String> about) {
        return first(next, kind).map(step -> (cluster, over) -> {
            cluster.workshop().fail(new Failing(word, about.apply(step), true));
            over.run();
        });
    }
}
