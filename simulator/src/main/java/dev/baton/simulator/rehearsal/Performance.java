package dev.baton.simulator.rehearsal;

import dev.baton.agent.simulated.Chance;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.core.faults.Ending;
import dev.baton.core.faults.Mishap;
import dev.baton.core.faults.Trial;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.simulator.check.Changes;
import dev.baton.simulator.check.Data;
import dev.baton.simulator.check.Detached;
import dev.baton.simulator.check.Holds;
import dev.baton.simulator.check.Leases;
import dev.baton.simulator.check.Ledger;
import dev.baton.simulator.check.Levels;
import dev.baton.simulator.check.OneOwner;
import dev.baton.simulator.check.Quiet;
import dev.baton.simulator.check.Said;
import dev.baton.simulator.check.Votes;
import dev.baton.simulator.world.Breach;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Front;
import dev.baton.simulator.world.Machine;
import dev.baton.simulator.world.Workshop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One playing: the cluster comes up as it is, the run starts, something goes wrong at its moment, and everything comes
/// to rest. Until that moment every performance of the same seed has the same history.
final class Performance {

    private static final Duration UP = Duration.ofMinutes(3);
    /// A lost machine is back after so long: when it was taken for dead, and taken over.
    static final Duration AWAY = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String FINISHED = "finished";
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration REST = Duration.ofMinutes(6);

    private final Likeness likeness;
    private final Cluster cluster;
    private final Diary diary;
    private final Clients clients;
    private final Map<GroupId, String> words = new TreeMap<>();
    private boolean healed = true;
    private Optional<List<String>> refused = Optional.empty();

    Performance(Likeness likeness, long seed, boolean traced) {
        this.likeness = likeness;
        this.cluster = new Cluster(likeness.scene(), new Chance(seed).of("rehearsal"), traced);
        this.diary = new Diary(cluster);
        this.clients = new Clients(cluster);
        Stream.of(new OneOwner(cluster), new Leases(cluster), new Data(cluster), new Changes(cluster),
                new Holds(cluster), new Votes(cluster), new Quiet(cluster), new Levels(cluster), new Said(cluster),
                new Ledger(cluster), new Detached(cluster), diary, clients).forEach(cluster::add);
    }

    /// Returns where it is played.
    Cluster cluster() {
        return cluster;
    }

    /// Returns those who are served, or not.
    Clients clients() {
        return clients;
    }

    /// Returns when each step was under way.
    Map<Integer, Diary.Span> steps() {
        return diary.steps();
    }

    /// Returns what happened, line by line; empty unless it was asked for.
    List<String> history() {
        return List.copyOf(cluster.trace().sentences());
    }

    /// At this moment of true time, nanoseconds, the machine is lost.
    void lose(NodeId node, long at) {
        strike(at, node + " is lost", over -> lose(cluster, node, over));
    }

    /// The machine is lost now; `over` runs when it is back.
    static void lose(Cluster cluster, NodeId node, Runnable over) {
        Machine machine = cluster.machine(node);
        machine.keepOff(true);
        machine.lose();
        cluster.time().after(AWAY, () -> {
            machine.keepOff(false);
            machine.start();
            over.run();
        });
    }

    /// From this moment of true time, nanoseconds, on that command fails.
    void fail(Workshop.Failing what, long at) {
        strike(at, what.word() + " about " + what.about() + " fails"
                + (what.lasts() ? " until a person looks" : " once"), over -> {
                    cluster.workshop().fail(what);
                    over.run();
                });
    }

    /// At this moment of true time, nanoseconds, something goes wrong.
    ///
    /// @param words    as the history says it
    /// @param accident does it, and runs what it is given once nothing of it is left but what people have to mend
    void strike(long at, String words, Consumer<Runnable> accident) {
        healed = false;
        cluster.time().afterNanos(at, () -> {
            cluster.trace().elsewhere(() -> "ACCIDENT " + words);
            accident.accept(() -> healed = true);
        });
    }

    /// Lets everything happen.
    ///
    /// @throws Unplayable if the run cannot be started
    Trial play(int number, Mishap mishap) {
        comeUp();
        long began = cluster.time().elapsed();
        Ending ending = ending();
        return new Trial(number, mishap, ending, clients.outages(), clients.without(),
                Duration.ofNanos(cluster.time().elapsed() - began));
    }

    private void comeUp() {
        likeness.found(cluster);
        cluster.machines().values().forEach(Machine::start);
        PlanBasis wanted = likeness.plan().basis();
        cluster.until(UP, this::joined);
        likeness.populate(cluster);
        cluster.until(UP, this::here);
        if (!here() || cluster.breached().isPresent()) {
            List<String> why = new ArrayList<>(List.of("The simulated cluster does not come to where the plan "
                    + "begins."));
            cluster.breached().ifPresent(breach -> why.add(breach.text() + "."));
            wanted.differences(PlanBasis.of(cluster.image())).forEach(difference -> why.add("Planned: "
                    + difference.planned() + "; played: " + difference.now() + "."));
            throw new Unplayable(why);
        }
        clients.begin();
        cluster.image().groups().forEach((id, group) -> words.put(id, group.state().word()));
        Plan own = likeness.plan();
        Plan plan = new Plan(own.spec(), cluster.image().revision(), PlanBasis.of(cluster.image()), own.stages());
        cluster.front().ask(new Request.StartRun(plan), answer -> {
            if (answer instanceof Answer.Refused) {
                refused = Optional.of(Front.reasons(answer));
            }
        });
    }

    private boolean joined() {
        return cluster.leader().isPresent() && cluster.image().nodes().values().stream().allMatch(node ->
                node.up() == !likeness.scene().off().contains(node.id()) && (!node.up() || node.witness()
                        || readable(node).equals(readable(likeness.image().node(node.id())))));
    }

    /// The versions that some kind names a way to read.
    private Map<ProductId, Version> readable(NodeImage node) {
        TreeMap<ProductId, Version> read = new TreeMap<>(node.facts().versions());
        read.keySet().retainAll(likeness.image().kinds().values().stream().filter(kind -> kind.version().isPresent())
                .map(Kind::product).collect(Collectors.toSet()));
        return read;
    }

    /// Whether everybody is there, and every group is where the plan begins.
    private boolean here() {
        return joined() && PlanBasis.of(cluster.image()).groups().equals(likeness.plan().basis().groups())
                && cluster.image().groups().values().stream().allMatch(group -> group.state().word().equals(
                        likeness.image().group(group.id()).state().word()));
    }

    private Ending ending() {
        Operator operator = new Operator(cluster, diary);
        long end = cluster.time().elapsed() + LONGEST.toNanos();
        while (diary.ended().isEmpty() && goesOn() && cluster.time().elapsed() < end) {
            cluster.until(LOOK, () -> diary.ended().isPresent() || refused.isPresent());
            refused.ifPresent(why -> {
                throw new Unplayable(Stream.concat(Stream.of("Its run would be refused:"), why.stream()).toList());
            });
            operator.look(healed);
        }
        long rest = cluster.time().elapsed() + REST.toNanos();
        while (goesOn() && !(healed && atRest()) && cluster.time().elapsed() < rest) {
            cluster.until(LOOK, () -> healed && atRest());
            operator.look(healed);
        }
        if (cluster.breached().isPresent()) {
            Breach breach = cluster.breached().get();
            return new Ending.Unsafe(breach.law(), breach.text());
        }
        if (diary.ended().isEmpty() || !atRest()) {
            return new Ending.Endless(describe(operator));
        }
        String status = diary.ended().get();
        Optional<String> question = operator.question().or(() -> status.equals(FINISHED) ? Optional.empty()
                : Optional.of("a person had it " + status));
        return question.<Ending>map(what -> new Ending.Asked(what, status)).orElseGet(() ->
                diary.plans() > 1 ? new Ending.Anew(diary.plans() - 1) : new Ending.Finished());
    }

    private boolean goesOn() {
        return cluster.breached().isEmpty() && !cluster.isBeyondProtection();
    }

    /// As it was before, but for what the plan changes.
    private boolean atRest() {
        return cluster.image().groups().values().stream().allMatch(this::settled)
                && cluster.image().nodes().values().stream().allMatch(node -> likeness.scene().off().contains(node.id())
                        || (node.up() && node.holds().keySet().equals(likeness.image().node(node.id()).holds()
                                .keySet())));
    }

    private boolean settled(GroupImage group) {
        return group.state().word().equals(words.get(group.id())) && !(group.format() instanceof Format.Converting);
    }

    private String describe(Operator operator) {
        List<String> text = new ArrayList<>(List.of("the run " + diary.ended().map(how -> "is " + how)
                .orElse("has not ended")));
        operator.question().ifPresent(what -> text.add("it asked: " + what));
        cluster.image().groups().values().stream().filter(group -> !settled(group)).forEach(group -> text.add(
                group.id() + " is " + group.state()));
        cluster.image().nodes().values().stream().filter(node -> !node.up() || !node.holds().isEmpty()).forEach(node ->
                text.add(node.id() + " is " + node.membership().word() + (node.holds().isEmpty() ? ""
                        : ", held by " + node.holds().values().stream().map(hold -> hold.owner()).toList())));
        return String.join("; ", text);
    }

    /// Returns whether the command that was to fail did.
    boolean struck() {
        return cluster.workshop().hasFailed();
    }
}
