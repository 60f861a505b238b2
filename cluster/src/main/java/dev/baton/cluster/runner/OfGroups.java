package dev.baton.cluster.runner;

import dev.baton.cluster.runner.Jobs.Ended;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.IntentKept;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Steps about groups: their orders, and how it shows that they are done.
final class OfGroups {

    /// On top of what the resources may take by their own limits: a node that restarts its agent in between.
    private static final Duration GRACE = Duration.ofSeconds(60);

    private OfGroups() {}

    static Duration patience(Situation now, Step.OnGroup step) {
        GroupImage group = now.image().group(step.group());
        Duration resources = group.resources().stream().map((Resource r) -> r.startWithin().plus(r.stopWithin()))
                .reduce(GRACE, Duration::plus);
        return switch (step) {
            case Step.Convert _ -> Jobs.timeout(now.image().kindOf(group).convert().map(Kind.Convert::takes)
                    .orElse(Duration.ZERO)).plus(GRACE);
            case Step.Backup _ -> Jobs.BACKUP.plus(GRACE);
            case Step.Quiesce _, Step.Unquiesce _, Step.Detach _ -> OfDetached.patience(now, group, true);
            case Step.Attach _, Step.Check _, Step.Fingerprint _ -> OfDetached.patience(now, group, false);
            case Step.TakeOffline _, Step.BringOnline _, Step.Move _ -> resources;
        };
    }

    static Progress progress(Situation now, int index, Step.OnGroup step) {
        GroupImage group = now.image().group(step.group());
        if (!group.placement().managed()) {
            return new Progress.Cut(group.id() + " is " + group.placement().unmanaged().get().text());
        }
        return switch (step) {
            case Step.TakeOffline _, Step.BringOnline _, Step.Backup _, Step.Check _, Step.Fingerprint _
                    when strayed(now, index, group) -> cut(group);
            case Step.TakeOffline(_, var resources) -> offline(now, group, group.withDependants(resources));
            case Step.BringOnline(_, var resources) -> online(now, group, resources);
            case Step.Move(_, var from, var to) -> move(now, index, group, from, to);
            case Step.Backup _ -> backup(now, index, group);
            case Step.Convert(_, var from, var to) -> convert(now, index, group, from, to);
            case Step.Quiesce _ -> OfDetached.quiesce(now, index, group);
            case Step.Unquiesce _ -> OfDetached.unquiesce(now, index, group);
            case Step.Detach _ -> OfDetached.detach(now, index, group);
            case Step.Attach _ -> OfDetached.attach(now, index, group);
            case Step.Check _ -> OfDetached.check(now, index, group);
            case Step.Fingerprint(_, var again) -> Fingerprints.progress(now, index, group, again);
        };
    }

    /// Whether the group was placed anew since this attempt began. Where it was already then, the step was judged fit
    /// to begin: cutting it off for that would begin and cut it for ever.
    private static boolean strayed(Situation now, int index, GroupImage group) {
        return !Long.toString(group.placement().epoch()).equals(now.stateOf(index).before());
    }

    private static Progress cut(GroupImage group) {
        return new Progress.Cut(group.id() + " was placed anew: " + group.placement().because());
    }

    private static Progress offline(Situation now, GroupImage group, SortedSet<ResourceId> resources) {
        TreeSet<ResourceId> wanted = new TreeSet<>(group.placement().offline());
        if (wanted.addAll(resources)) {
            return new Progress.Engine(new EngineOrder.SetOffline(group.id(), wanted, because(now)));
        }
        boolean stopped = resources.stream().allMatch(r -> group.stateOf(r) == ResourceState.OFFLINE);
        return settled(group, stopped, resources + " offline");
    }

    private static Progress online(Situation now, GroupImage group, SortedSet<ResourceId> resources) {
        TreeSet<ResourceId> wanted = new TreeSet<>(group.placement().offline());
        resources.forEach(resource -> wanted.removeAll(group.withNeeds(resource)));
        wanted.addAll(IntentKept.kept(now.image(), group));
        if (!wanted.equals(group.placement().offline())) {
            return new Progress.Engine(new EngineOrder.SetOffline(group.id(), wanted, because(now)));
        }
        return settled(group, true, group.state().word());
    }

    private static String because(Situation now) {
        return "run " + now.run();
    }

    private static Progress settled(GroupImage group, boolean also, String detail) {
        return switch (group.state()) {
            case GroupState.Online _, GroupState.Partial _, GroupState.Offline _ -> also ? Progress.done(detail)
                    : Progress.waiting(group.id() + " to settle");
            case GroupState.Pending _ -> Progress.waiting(group.id() + " to settle");
            case GroupState.Failed(var why) -> Progress.failed(group.id() + ": " + why);
        };
    }

    /// Returns what a move finds: the epoch of the placement, and the lives of both nodes.
    static String beforeMove(Situation now, Step.Move step) {
        return now.image().group(step.group()).placement().epoch() + lives(now, step.from(), step.to());
    }

    private static String lives(Situation now, NodeId from, NodeId to) {
        return " " + now.image().node(from).incarnation() + " " + now.image().node(to).incarnation();
    }

    /// Done when every resource's owner has changed. A placement of a later epoch than the one this step ordered means
    /// that somebody else decided since: a failover, because one of the nodes was lost, or the group failed on its new
    /// node, and is not sent there again without a person.
    private static Progress move(Situation now, int index, GroupImage group, NodeId from, NodeId to) {
        String before = now.stateOf(index).before();
        boolean ordered = group.placement().owner().filter(to::equals).isPresent();
        boolean untouched = Long.toString(group.placement().epoch()).equals(before.split(" ", 2)[0]);
        if (!ordered && !untouched) {
            boolean lost = !before.endsWith(lives(now, from, to)) || !now.image().node(from).up()
                    || !now.image().node(to).up();
            return lost ? cut(group) : Progress.failed(group.id() + " was placed anew: "
                    + group.placement().because());
        }
        if (!ordered) {
            return new Progress.Engine(new EngineOrder.Place(group.id(), to, because(now) + ": from " + from + " to "
                    + to));
        }
        boolean there = group.owner().filter(to::equals).isPresent();
        boolean stuck = group.claim().flatMap(claim -> claim.stuck()).isPresent();
        if (!there && !stuck) {
            boolean nothing = group.claim().isEmpty() && group.state() instanceof GroupState.Offline;
            return nothing ? Progress.done(group.id() + " is offline; it belongs to " + to)
                    : Progress.waiting(group.id() + " to come to " + to);
        }
        return settled(group, there, group.state().word() + " on " + to + ", epoch " + group.placement().epoch());
    }

    private static Progress backup(Situation now, int index, GroupImage group) {
        Optional<Kind.Backup> backup = now.image().kindOf(group).backup();
        if (backup.isEmpty() || group.owner().isEmpty()) {
            return backup.isEmpty() ? Progress.done("its kind has no backup")
                    : Progress.failed(group.id() + " has no owner");
        }
        boolean leaves = group.placement().detachment().isPresent()
                && now.image().kindOf(group).detach().isPresent();
        Optional<Progress> before = leaves ? OfDetached.silencedHere(now, index, group) : Optional.empty();
        return before.orElseGet(() -> Jobs.progress(now, index, group.owner().get(), Jobs.BACKUP,
                new JobOrder.Work.Backup(group.id(), backup.get().run()),
                () -> Progress.done("saved as " + now.job(index, Jobs.attempt(now, index)))));
    }

    private static Progress convert(Situation now, int index, GroupImage group, Version from, Version to) {
        JobId job = now.job(index, Jobs.attempt(now, index));
        Kind kind = now.image().kindOf(group);
        return switch (group.format()) {
            case Format.Converting _ -> Progress.waiting("the conversion of " + group.id());
            case Format.Unread _ -> Progress.failed("nobody has read the data of " + group.id());
            case Format.At(var at) when at.equals(to) -> Progress.done("its data reads " + to);
            case Format.At(var at) when !at.equals(from) -> Progress.failed("the data of " + group.id() + " is at " + at
                    + ", not at " + from);
            case Format.At _ when strayed(now, index, group) ->
                    kind.convert().filter(Kind.Convert::restartable).isPresent() ? cut(group)
                    : Progress.failed(group.id() + " was placed anew: " + group.placement().because());
            case Format.At _ -> {
                Optional<Ended> ended = group.owner().flatMap(owner -> Jobs.ended(now, owner, job));
                if (ended.isPresent()) {
                    yield Progress.failed(ended.get().text());
                }
                if (kind.convert().isEmpty() || kind.format().isEmpty()) {
                    yield Progress.failed("kind " + kind.id() + " names no conversion, or no format probe");
                }
                yield group.owner().isEmpty() ? Progress.failed(group.id() + " has no owner")
                        : new Progress.Work(new WorkOrder.Convert(group.id(), to, job));
            }
        };
    }
}
