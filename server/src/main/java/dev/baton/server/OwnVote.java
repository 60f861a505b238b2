package dev.baton.server;

import dev.baton.cluster.controller.Event;
import dev.baton.coordination.tree.EnginePeer;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.coordination.tree.VotesRecord.Stage;
import dev.baton.core.model.NodeId;
import dev.baton.server.loop.EventLoop;
import dev.baton.zookeeper.Electorate;
import dev.baton.zookeeper.EmbeddedPeer;
import dev.baton.zookeeper.LocalMember;
import dev.baton.zookeeper.PeerAddress;
import dev.baton.zookeeper.PeerRefused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a daemon does about votes. Each one makes its own machine as the record of votes wants it: its peer, where its
/// clients look, what it starts with next time; a peer that observes asks for its vote once it has caught up. The one
/// whose controller leads takes votes, and tells that controller what the engine has decided.
///
/// Everything here may be done twice. Lives on the daemon's loop; what blocks is done beside it, one thing at a time.
final class OwnVote {

    private static final Logger LOG = LoggerFactory.getLogger(OwnVote.class);

    /// Before what is not so yet is looked at again.
    private static final Duration AGAIN = Duration.ofMillis(250);
    /// The same after it failed, or where nobody waits.
    private static final Duration LATER = Duration.ofSeconds(5);

    /// Something that blocks.
    private interface Work {

        /// Returns when to look again, if there is nothing new by then.
        Optional<Duration> carryOut() throws IOException;
    }

    private final NodeId node;
    private final EngineSetup setup;
    private final LocalMember member;
    private final EventLoop loop;
    private final VotesFile file;
    private final Consumer<Event> controller;

    private int version = TreeMirror.ABSENT;
    private Optional<VotesRecord> wanted = Optional.empty();
    private Optional<VotesRecord> adopted = Optional.empty();
    private boolean leads;
    private boolean told;
    private boolean busy;
    private boolean waits;

    /// @param controller is told what the engine has decided, on the loop
    OwnVote(NodeId node, EngineSetup setup, LocalMember member, EventLoop loop, VotesFile file,
            Consumer<Event> controller) {
        this.node = node;
        this.setup = setup;
        this.member = member;
        this.loop = loop;
        this.file = file;
        this.controller = controller;
    }

    /// To be called whenever the tree may have changed, on the loop. Cheap when there is nothing to do.
    ///
    /// @param leading whether this daemon's controller leads
    void look(TreeMirror tree, boolean leading) {
        if (tree.version(Paths.VOTES) != version) {
            version = tree.version(Paths.VOTES);
            wanted = tree.value(Paths.VOTES, VotesRecord.class);
            told = false;
            waits = false;
        }
        if (leading != leads) {
            leads = leading;
            told = false;
            waits = false;
        }
        next();
    }

    private void next() {
        if (!busy && !waits) {
            due().ifPresent(this::begin);
        }
    }

    private Optional<Work> due() {
        if (wanted.isPresent() && !wanted.equals(adopted)) {
            VotesRecord votes = wanted.get();
            return Optional.of(() -> adopt(votes));
        }
        Optional<VotesRecord> record = wanted;
        Optional<EnginePeer> observing = record.filter(votes -> votes.stage(node).filter(Stage.GIVING::equals)
                .isPresent()).flatMap(votes -> votes.peer(node));
        if (observing.isPresent()) {
            PeerAddress own = EngineSetup.address(observing.get());
            return Optional.of(() -> askForVote(own));
        }
        boolean open = record.isEmpty() || record.get().changing().isPresent();
        return leads && (open || !told) ? Optional.of(() -> count(record)) : Optional.empty();
    }

    private void begin(Work work) {
        busy = true;
        Thread.ofVirtual().name("votes").start(() -> {
            Optional<Duration> again;
            try {
                again = work.carryOut();
            } catch (IOException | PeerRefused failed) {
                LOG.warn("votes: {}", failed.getMessage());
                again = Optional.of(LATER);
            }
            Optional<Duration> pause = again;
            loop.execute(() -> ended(pause));
        });
    }

    private void ended(Optional<Duration> pause) {
        busy = false;
        if (pause.isPresent()) {
            waits = true;
            ScheduledFuture<?> _ = loop.after(pause.get(), () -> {
                waits = false;
                next();
            });
        } else {
            next();
        }
    }

    /// What is kept for the next start comes first: whatever is interrupted here is done then.
    private Optional<Duration> adopt(VotesRecord votes) throws IOException {
        file.write(votes);
        if (votes.stage(node).isPresent()) {
            setup.peer(votes, false).ifPresent(member::begin);
        }
        member.follow(setup.servers(votes));
        if (votes.stage(node).isEmpty()) {
            member.end();
        }
        loop.execute(() -> adopted = Optional.of(votes));
        return Optional.empty();
    }

    private Optional<Duration> askForVote(PeerAddress own) throws IOException {
        if (member.mode() == EmbeddedPeer.Mode.OBSERVER && member.giveVote(own).names(own.id())) {
            LOG.info("the peer of {} has a vote", node);
        }
        return Optional.of(AGAIN);
    }

    /// A peer that the record does not name has a vote where it was taken just as it was given.
    private Optional<Duration> count(Optional<VotesRecord> votes) throws IOException {
        Electorate now = member.electorate();
        if (votes.isPresent()) {
            for (PeerAddress voter : now.voters()) {
                boolean stays = votes.get().votes().values().stream().anyMatch(vote ->
                        vote.peer().id() == voter.id() && vote.stage() != Stage.TAKING);
                now = stays ? now : member.takeVote(voter.id());
            }
        }
        Electorate counted = now;
        loop.execute(() -> {
            told = true;
            controller.accept(new Event.VotesSeen(counted.version(), counted.voters().stream()
                    .map(EngineSetup::peer).toList(), Instant.now()));
        });
        return votes.isEmpty() ? Optional.of(LATER)
                : votes.get().changing().isPresent() ? Optional.of(AGAIN) : Optional.empty();
    }
}
