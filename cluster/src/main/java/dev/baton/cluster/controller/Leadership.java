package dev.baton.cluster.controller;

import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Token;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.ControllerRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.cluster.controller.Controller.Setup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From elected to leading: read everything, write the controller's record, whose version every later write checks,
/// read everything again. What an earlier leader committed is seen after that, and what it still tries is refused. A
/// build that does not speak the cluster's level leads nothing.
final class Leadership {

    /// After stepping down on purpose: long enough for another candidate to be elected, short enough to come back when
    /// there is none.
    private static final Duration STANDS_BACK = Duration.ofSeconds(3);

    private sealed interface Stage {
        record Following() implements Stage {}
        /// Everything committed before is being read.
        record Syncing(Token token) implements Stage {}
        record Recording(Token token) implements Stage {}
        /// Everything committed before the record is being read.
        record Reading(Token token, int version) implements Stage {}
        record Leading(int version) implements Stage {}
    }

    private final Setup setup;
    private Stage stage = new Stage.Following();
    private Optional<Instant> campaignAt = Optional.empty();
    private long attempts;
    private boolean candidate;

    Leadership(Setup setup) {
        this.setup = setup;
        this.candidate = setup.candidate();
    }

    /// Returns the version of the record that this leader wrote; empty while it does not lead.
    Optional<Integer> leading() {
        return stage instanceof Stage.Leading(var version) ? Optional.of(version) : Optional.empty();
    }

    List<CoordinationCall> begin() {
        return candidate ? List.of(new CoordinationCall.Campaign(setup.node().value())) : List.of();
    }

    /// Its node's vote may have been given or taken: who has none leads no more, and does not stand; but anybody may
    /// where no node has one.
    private List<CoordinationCall> voting(TreeMirror tree) {
        boolean votes = tree.value(Paths.VOTES, VotesRecord.class).map(known -> known.elsewhere()
                ? setup.candidate() : known.counts(setup.node())).orElse(candidate);
        if (votes == candidate) {
            return List.of();
        }
        candidate = votes;
        if (votes) {
            return campaignAt.isPresent() ? List.of() : begin();
        }
        campaignAt = Optional.empty();
        return List.of(new CoordinationCall.Resign());
    }

    List<CoordinationCall> on(CoordinationEvent event, TreeMirror tree) {
        return switch (event) {
            case CoordinationEvent.Elected() -> sync();
            case CoordinationEvent.Deposed() -> follow();
            case CoordinationEvent.Done(var token, var versions) -> done(token, versions, tree);
            case CoordinationEvent.Refused(var token, _, _) -> again(token);
            case CoordinationEvent.Unknown(var token) -> again(token);
            case CoordinationEvent.Snapshot _ -> voting(tree);
            case CoordinationEvent.Changed(var path, _) -> path.equals(Paths.VOTES) ? voting(tree) : List.of();
            case CoordinationEvent.ReadDone _, CoordinationEvent.Gone _, CoordinationEvent.Stale _ -> List.of();
        };
    }

    private List<CoordinationCall> follow() {
        stage = new Stage.Following();
        return List.of();
    }

    private List<CoordinationCall> sync() {
        Token token = token("sync");
        stage = new Stage.Syncing(token);
        return List.of(new CoordinationCall.Sync(token));
    }

    private Token token(String what) {
        attempts++;
        return new Token("lead-" + what + "#" + attempts);
    }

    /// An answer to one of the three calls on the way; any other token is somebody else's.
    private List<CoordinationCall> done(Token token, List<Integer> versions, TreeMirror tree) {
        switch (stage) {
            case Stage.Syncing(var mine) when mine.equals(token) -> {
                Token next = token("record");
                stage = new Stage.Recording(next);
                return List.of(new CoordinationCall.Submit(next, record(tree)));
            }
            case Stage.Recording(var mine) when mine.equals(token) -> {
                Token next = token("read");
                stage = new Stage.Reading(next, versions.getLast());
                return List.of(new CoordinationCall.Sync(next));
            }
            case Stage.Reading(var mine, var version) when mine.equals(token) -> {
                if (!setup.levels().speaks(tree.image().level())) {
                    // From here on nobody else raises the level: what is seen now is so.
                    stage = new Stage.Following();
                    return List.of(new CoordinationCall.Resign());
                }
                stage = new Stage.Leading(version);
            }
            case Stage.Following _, Stage.Syncing _, Stage.Recording _, Stage.Reading _, Stage.Leading _ -> { }
        }
        return List.of();
    }

    private List<CoordinationCall> again(Token token) {
        boolean ours = switch (stage) {
            case Stage.Syncing(var mine) -> mine.equals(token);
            case Stage.Recording(var mine) -> mine.equals(token);
            case Stage.Reading(var mine, _) -> mine.equals(token);
            case Stage.Following _, Stage.Leading _ -> false;
        };
        return ours ? sync() : List.of();
    }

    /// The first leader of all makes the directories in the same transaction.
    private Transaction record(TreeMirror tree) {
        List<Op> ops = new ArrayList<>();
        for (NodePath directory : Paths.DIRECTORIES) {
            if (tree.version(directory) == TreeMirror.ABSENT) {
                ops.add(new Op.Create(directory, Bytes.EMPTY));
            }
        }
        int version = tree.version(Paths.CONTROLLER);
        long epoch = tree.value(Paths.CONTROLLER, ControllerRecord.class).map(ControllerRecord::epoch).orElse(0L) + 1;
        Bytes record = Json.write(new ControllerRecord(setup.node(), setup.api(), epoch));
        ops.add(version == TreeMirror.ABSENT ? new Op.Create(Paths.CONTROLLER, record)
                : new Op.SetData(Paths.CONTROLLER, record, version));
        return new Transaction(ops);
    }

    /// Leads no longer, and lets another candidate go first.
    List<CoordinationCall> stepDown(Instant bootTime) {
        stage = new Stage.Following();
        campaignAt = Optional.of(bootTime.plus(STANDS_BACK));
        return List.of(new CoordinationCall.Resign());
    }

    /// Stands for election again once it has stood back for long enough.
    List<CoordinationCall> standAgain(Instant bootTime) {
        if (campaignAt.filter(at -> !bootTime.isBefore(at)).isEmpty()) {
            return List.of();
        }
        campaignAt = Optional.empty();
        return begin();
    }

    Optional<Instant> next() {
        return campaignAt;
    }
}
