package dev.baton.cluster.controller;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterDelta;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One turn of a leader: the cluster as the mirror says it while no write is under way, and the writes that are decided
/// on it. Later decisions of the same turn see the earlier ones in [#image].
public final class Turn {

    /// One transaction to be.
    ///
    /// @param purpose for traces
    /// @param ops     the check of the controller epoch first
    /// @param notes   for the event log, once it is committed
    public record Write(String purpose, List<Op> ops, List<Note> notes) {}

    private final TreeMirror tree;
    private final int controllerVersion;
    private final Instant bootTime;
    private final Instant wallTime;
    private final NodeId self;
    private final LevelRange levels;
    private final Map<NodePath, Integer> versions = new HashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Write> ahead = new ArrayList<>();
    private ClusterImage image;

    /// @param controllerVersion the version of the controller's record that this leader wrote
    /// @param self              the leader's node
    /// @param levels            of the cluster service that the leader's build speaks
    public Turn(TreeMirror tree, int controllerVersion, NodeId self, LevelRange levels, Instant bootTime,
            Instant wallTime) {
        this.tree = tree;
        this.controllerVersion = controllerVersion;
        this.self = self;
        this.levels = levels;
        this.bootTime = bootTime;
        this.wallTime = wallTime;
        this.image = tree.image();
    }

    /// Returns the tree as it is committed.
    public TreeMirror tree() {
        return tree;
    }

    /// Returns the cluster as it will be once everything decided so far is committed.
    public ClusterImage image() {
        return image;
    }

    /// Returns the time since the leader's machine booted.
    public Instant bootTime() {
        return bootTime;
    }

    /// Returns the wall-clock time, for people and records.
    public Instant wallTime() {
        return wallTime;
    }

    /// Returns the leader's node.
    public NodeId self() {
        return self;
    }

    /// Returns the levels of the cluster service that the leader's build speaks.
    public LevelRange levels() {
        return levels;
    }

    /// Returns what was decided, in order.
    public List<Write> writes() {
        return List.copyOf(writes);
    }

    /// Returns the transactions after which the decision is made again: what it refers to must be there first.
    public List<Write> ahead() {
        return List.copyOf(ahead);
    }

    /// Returns these, and what was decided after them.
    List<Write> all() {
        List<Write> all = new ArrayList<>(ahead);
        all.addAll(writes);
        return all;
    }

    /// Adds a transaction that says nothing by itself, of those that must be committed before the decision can be made.
    public void ahead(String purpose, List<Op> ops) {
        ahead.add(new Write(purpose, checked(ops), List.of()));
    }

    private List<Op> checked(List<Op> ops) {
        List<Op> checked = new ArrayList<>();
        checked.add(new Op.Check(Paths.CONTROLLER, controllerVersion));
        checked.addAll(ops);
        return List.copyOf(checked);
    }

    /// Adds a transaction that is refused unless this leader still leads.
    public void write(String purpose, List<Op> ops, List<ClusterDelta> effects, List<Note> notes) {
        writes.add(new Write(purpose, checked(ops), List.copyOf(notes)));
        effects.forEach(effect -> image = effect.applyTo(image));
    }

    /// Adds the change of one placement.
    ///
    /// @param before operations of the same transaction that come first
    public void place(GroupId group, Placement placement, List<Op> before, List<ClusterDelta> beforeEffects,
            Note note) {
        List<Op> ops = new ArrayList<>(before);
        ops.add(set(Paths.placement(group), placement));
        List<ClusterDelta> effects = new ArrayList<>(beforeEffects);
        effects.add(new ClusterDelta.PlacementSet(group, placement));
        write("place " + group, ops, effects, List.of(note));
    }

    /// Returns the operation that makes the entry hold the value: created when absent, else replaced at its version.
    public Op set(NodePath path, Object value) {
        return setBytes(path, Json.write(value));
    }

    /// Returns the operation that creates an entry without content.
    public Op directory(NodePath path) {
        versions.put(path, 0);
        return new Op.Create(path, Bytes.EMPTY);
    }

    /// Returns the operation that makes the entry hold the bytes.
    public Op setBytes(NodePath path, Bytes data) {
        int version = version(path);
        versions.put(path, version + 1);
        return version == TreeMirror.ABSENT ? new Op.Create(path, data) : new Op.SetData(path, data, version);
    }

    /// Returns the operation that removes the entry at its present version.
    public Op delete(NodePath path) {
        int version = version(path);
        versions.put(path, TreeMirror.ABSENT);
        return new Op.Delete(path, version);
    }

    /// Returns the operation that insists on the entry's present version.
    public Op check(NodePath path) {
        return new Op.Check(path, version(path));
    }

    /// Returns the version that the entry has once everything decided so far is committed.
    public int version(NodePath path) {
        return versions.getOrDefault(path, tree.version(path));
    }
}
