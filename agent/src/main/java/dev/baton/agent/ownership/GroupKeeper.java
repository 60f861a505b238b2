package dev.baton.agent.ownership;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.ownership.FormatGate.Answer;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Claim;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Report;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.rules.Fit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One group, as far as this node is concerned. Looks at placement, claim, holds and lease, and takes the next step:
///
/// | claim | placement | step |
/// |---|---|---|
/// | none, or another's | any | kill whatever is held here |
/// | none | this node | claim it, if the node is not closed |
/// | ours, of an earlier life | any | put this incarnation into it |
/// | ours | this node | run what is wanted, nothing while it is detached; report |
/// | ours | elsewhere | stop, verify, release |
///
/// A group that is unmanaged is only observed: it is not claimed, nothing of it is started or stopped, and its claim
/// stays. What the lease says holds all the same: without one, or without a claim, nothing is held here.
final class GroupKeeper {

    private static final Duration RETRY_STRAYS = Duration.ofSeconds(5);

    private final Site site;
    private final GroupId id;
    private final Resources resources;
    private final FormatGate gate;
    private final InOrder order;
    private final ClaimWriter claims;
    private final ReportWriter reports;
    private final TreeSet<HeldKey> clearing = new TreeSet<>();
    /// What could not be cleared, and why.
    private final TreeMap<HeldKey, String> strays = new TreeMap<>();
    private Optional<String> shut = Optional.empty();
    private boolean keepsTrouble;
    private boolean forgotten;
    private boolean unprobed;
    private boolean probing;
    private boolean active;
    private long starts;
    private long epoch = -1;

    GroupKeeper(Site site, GroupId id) {
        this.site = site;
        this.id = id;
        this.resources = new Resources(site, id);
        this.gate = new FormatGate(site);
        this.order = new InOrder(site, id);
        this.claims = new ClaimWriter(site, id);
        this.reports = new ReportWriter(site, id);
    }

    /// Takes over what an earlier life of the agent left alive. Of a group that could not be stopped nothing is taken
    /// over: it is cleared again, and the trouble noted in the claim stays until that succeeds.
    void adopt(List<HeldKey> alive) {
        keepsTrouble = true;
        long of = claim().map(Claim::epoch).orElse(0L);
        group().ifPresent(defined -> resources.define(defined.resources()));
        if (claim().filter(this::ours).filter(claim -> claim.stuck().isEmpty()).isPresent()) {
            resources.adopt(alive, resource -> environment(of, resource));
        }
    }

    /// Nobody looked, when this node joined, whether anything of the group ran here: it was unmanaged.
    void unprobed() {
        unprobed = true;
    }

    /// What an operator left running here was not started by this life, and nothing holds it: before the group may be
    /// claimed or started here it is stopped.
    private void probe() {
        if (!probing) {
            probing = true;
            new Probe(site, _ -> environment()).run(id, () -> {
                probing = false;
                unprobed = false;
                site.changed().accept(id);
            });
        }
    }

    /// Looks at everything and takes the next step.
    void review() {
        if (forgotten || !site.standing().member()) {
            return;
        }
        Optional<Claim> claim = claim();
        group().ifPresent(defined -> resources.define(defined.resources()));
        if (unprobed && !unmanaged()) {
            probe();
        } else if (claim.filter(this::ours).isEmpty()) {
            goWithout(claim);
        } else if (claim.get().incarnation() != site.standing().incarnation()) {
            claims.update(claim.get().epoch(), keepsTrouble ? claim.get().stuck() : Optional.empty());
        } else {
            own(claim.get());
        }
    }

    /// Without a claim nothing of the group may be here.
    private void goWithout(Optional<Claim> claim) {
        resources.kill();
        clearStrays();
        epoch = -1;
        if (claim.isEmpty() && held().isEmpty() && resources.allDown() && wanted().isPresent() && mayClaim()) {
            claims.create(wanted().get().placement().epoch());
        }
    }

    private boolean mayClaim() {
        return site.standing().mayClaim() && !site.work().changesNode() && !closed() && !unmanaged();
    }

    private void own(Claim claim) {
        Optional<GroupImage> wanted = wanted();
        Optional<GroupImage> current = wanted.filter(group -> group.placement().epoch() == claim.epoch());
        boolean observed = unmanaged() && site.standing().lease().runs();
        if (!observed) {
            act(claim, wanted, current);
        }
        countStarts();
        settle(claim, wanted);
        // Nothing is said of what was taken over before it was looked at: it may have gone on all the time.
        if (!resources.adopting()) {
            reports.want(new Report(node(), claim.incarnation(), claim.epoch(), resources.states(),
                    shut.or(resources::failure), gate.format(claim.epoch()), resources.restarts()));
        }
    }

    private void act(Claim claim, Optional<GroupImage> wanted, Optional<GroupImage> current) {
        if (current.isPresent() && epoch != claim.epoch()) {
            epoch = claim.epoch();
            resources.forgive();
        }
        if (site.standing().lease().runs()) {
            run(claim, wanted, current);
        } else {
            resources.kill();
        }
        clearStrays();
    }

    private void run(Claim claim, Optional<GroupImage> wanted, Optional<GroupImage> current) {
        SortedSet<ResourceId> online = new TreeSet<>();
        wanted.filter(group -> !group.placement().detached()).ifPresent(group -> {
            online.addAll(group.resourceIds());
            online.removeAll(group.withDependants(group.placement().offline()));
        });
        shut = Optional.empty();
        resources.attend();
        if (online.isEmpty() && !resources.allDown() && order.waitsToStop()) {
            return;
        }
        boolean open = current.isPresent() && asks(current.get(), online) && opens(claim, current.get())
                && claim.stuck().isEmpty() && strays.isEmpty();
        boolean mayStart = open && order.mayStart(current.get())
                && site.standing().mayStart() && !staysDown(current.get())
                && !(current.get().format() instanceof Format.Converting);
        resources.drive(online, mayStart, resource -> environment(claim.epoch(), resource));
    }

    /// Whether nothing of the group may start: the node is being changed under it, or it is closed for that.
    private boolean staysDown(GroupImage group) {
        Kind kind = site.mirror().image().kinds().get(group.kind());
        boolean stays = kind != null && kind.upgrade() != UpgradeMode.ROLLING && closed()
                && resources.allDown();
        return stays || site.work().changesNode();
    }

    private boolean closed() {
        return Optional.ofNullable(site.mirror().image().nodes().get(node())).filter(n -> !n.closed()).isEmpty();
    }

    /// The data is asked before something starts, and when nobody knows its format; never while a job works on it, or
    /// while somebody outside the cluster may.
    private boolean asks(GroupImage group, SortedSet<ResourceId> online) {
        return !site.work().on(id) && !group.placement().detached()
                && (resources.wantsToStart(online) || !(group.format() instanceof Format.At));
    }

    private boolean opens(Claim claim, GroupImage group) {
        Kind kind = site.mirror().image().kinds().get(group.kind());
        if (kind == null) {
            shut = Optional.of("group " + id + " is of kind " + group.kind() + ", which is not defined");
            return false;
        }
        var question = new FormatGate.Question(claim.epoch(), site.mirror().version(Paths.format(id)),
                site.facts().version(kind.product()), site.work().endedOn(id), starts);
        return switch (gate.ask(question, group, kind, environment(claim.epoch()))) {
            case Answer.Open() -> true;
            case Answer.Wait() -> false;
            case Answer.Shut(var why) -> {
                // A group whose data nothing here opens may be partly online: so a conversion comes to its node.
                if (Fit.untouched(site.mirror().image(), group)) {
                    yield true;
                }
                shut = Optional.of(why);
                yield false;
            }
        };
    }

    /// Brings the claim up to what is so.
    private void settle(Claim claim, Optional<GroupImage> wanted) {
        Optional<String> trouble = resources.stuck().or(() -> strays.values().stream().findFirst());
        boolean idle = quiet();
        // What was stuck has ended, and the rest of the group runs as it should.
        boolean well = idle || (trouble.isEmpty() && held().stream().allMatch(resources::runs));
        if (wanted.isEmpty() && idle && !unmanaged()) {
            claims.release();
        } else if (well ? claim.stuck().isPresent() : trouble.isPresent() && claim.stuck().isEmpty()) {
            trouble.filter(_ -> !claims.busy()).ifPresent(why -> site.desk().say(Weight.WARNING, id + " is stuck on "
                    + node() + ": " + why));
            claims.update(claim.epoch(), trouble);
        } else if (wanted.isPresent() && wanted.get().placement().epoch() != claim.epoch()) {
            claims.update(wanted.get().placement().epoch(), claim.stuck());
        }
    }

    /// Coming up from nothing asks the data again.
    private void countStarts() {
        boolean now = !resources.allDown();
        starts += active && !now ? 1 : 0;
        active = now;
    }

    /// Clears what is held for the group and belongs to none of its resources: left by an earlier life.
    private void clearStrays() {
        // What has ended by itself is nobody's trouble any more.
        strays.keySet().retainAll(held());
        if (site.work().on(id)) {
            return;
        }
        for (HeldKey key : held()) {
            if (!resources.holds(key) && clearing.add(key)) {
                site.desk().clear(key, left -> {
                    if (left.isEmpty()) {
                        strays.remove(key);
                        clearing.remove(key);
                    } else {
                        strays.put(key, key + " could not be stopped: " + left.get());
                        site.desk().timer("stray " + key, RETRY_STRAYS, () -> {
                            clearing.remove(key);
                            site.changed().accept(id);
                        });
                    }
                    site.changed().accept(id);
                });
            }
        }
    }

    /// Stops everything at once: the lease is over.
    void kill() {
        resources.kill();
        clearStrays();
    }

    /// Nothing of this counts any more.
    void forget() {
        forgotten = true;
        resources.forget();
    }

    void exited(HeldKey key, int status, String output) {
        resources.exited(key, status, output);
    }

    SortedMap<ResourceId, ResourceState> states() {
        return resources.states();
    }

    /// Returns whether a claim of this group may name this node, now or by a write that is still open.
    boolean bound() {
        return claims.busy() || claim().filter(this::ours).isPresent();
    }

    /// Returns whether this incarnation owns the group as it should, without trouble.
    boolean owns() {
        return claim().filter(this::ours).filter(c -> c.incarnation() == site.standing().incarnation()
                && c.stuck().isEmpty()).isPresent() && wanted().isPresent();
    }

    /// Returns whether this incarnation owns the group as it should, and nothing of it is active.
    boolean idle() {
        return owns() && quiet();
    }

    /// Nothing of it runs, is held, or is worked on.
    private boolean quiet() {
        return resources.allDown() && held().isEmpty() && !site.work().on(id);
    }

    SortedMap<String, String> environment() {
        return environment(claim().map(Claim::epoch).orElse(0L));
    }

    private SortedMap<String, String> environment(long of) {
        TreeMap<String, String> environment = new TreeMap<>();
        group().ifPresent(group -> group.parameters().forEach((name, value) -> environment.put(
                "BATON_WITH_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value)));
        environment.put("BATON_NODE", node().value());
        environment.put("BATON_GROUP", id.value());
        environment.put("BATON_EPOCH", Long.toString(of));
        return environment;
    }

    private SortedMap<String, String> environment(long of, ResourceId resource) {
        SortedMap<String, String> environment = environment(of);
        environment.put("BATON_RESOURCE", resource.value());
        return environment;
    }

    private List<HeldKey> held() {
        return site.desk().held().stream().filter(key -> key.group().equals(id)).toList();
    }

    private Optional<GroupImage> group() {
        return Optional.ofNullable(site.mirror().image().groups().get(id));
    }

    private boolean unmanaged() {
        return group().filter(group -> !group.placement().managed()).isPresent();
    }

    private Optional<GroupImage> wanted() {
        return group().filter(group -> group.placement().owner().equals(Optional.of(node()))
                && !site.standing().leaving());
    }

    private Optional<Claim> claim() {
        return site.mirror().value(Paths.claim(id), Claim.class);
    }

    private boolean ours(Claim claim) {
        return claim.node().equals(node());
    }

    private NodeId node() {
        return site.standing().node();
    }
}
