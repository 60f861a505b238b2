package dev.baton.cli.command;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.membership.Guarded;
import dev.baton.cli.membership.JoinToken;
import dev.baton.cli.membership.Luggage;
import dev.baton.cli.membership.NodeIdentity;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.config.ClusterFile;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.config.Loopback;
import dev.baton.config.Mistakes;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.VotesRecord;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton join-token`.
@Command(name = "join-token", description = {"Prints a token with which one machine may join, once. Run it on a "
        + "member,", "as a user who may read the cluster's secret."})
public final class JoinTokenVerb extends Verb {

    @Option(names = "--config", paramLabel = "FILE", description = "batond.yaml of this member (default: "
            + "${DEFAULT-VALUE})")
    String file = "/etc/baton/batond.yaml";

    @Option(names = "--for", paramLabel = "TIME", description = "until when it may be used (default: 1h)")
    Duration lasting = Duration.ofHours(1);

    public JoinTokenVerb(Session session) {
        super(session);
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public Integer call() {
        DaemonSettings settings = settings();
        Luggage luggage = luggage(settings);
        List<String> apis = status().image().nodes().values().stream().filter(NodeImage::up)
                .map(node -> node.facts().api()).filter(api -> !api.isEmpty()).distinct().toList();
        JoinToken token = JoinToken.fresh(apis, settings.access().flatMap(DaemonSettings.Access::tls)
                .map(tls -> NodeIdentity.print(tls.authority())));
        Request offer = new Request.OfferJoin(token.name(), token.seal(Json.text(luggage)), lasting);
        switch (cluster().ask(offer, UUID.randomUUID().toString(), false)) {
            case ApiClient.Reply.Accepted(var answer) -> answer.lines().forEach(terminal()::aside);
            case ApiClient.Reply.Refused(var problem) -> throw new Failure(Exit.REFUSED, "refused: "
                    + problem.detail());
        }
        terminal().line(token.text());
        terminal().aside("On the new machine:  baton join TOKEN --node NAME --address ADDRESS"
                + (token.authority().isPresent() ? " --certificate FILE --key FILE --authority FILE" : ""));
        if (apis.stream().allMatch(address -> Loopback.is(String.valueOf(URI.create(address).getHost())))) {
            terminal().aside("The members answer on their own machines only (api.host): forward one, and say --api"
                    + " there.");
        }
        return Exit.DONE;
    }

    private DaemonSettings settings() {
        try {
            return DaemonFile.parse(new ClusterFile.Source(file, Files.readString(session.directory().resolve(file))));
        } catch (Mistakes | IOException unread) {
            throw unreadable(unread);
        }
    }

    private static Luggage luggage(DaemonSettings settings) {
        try {
            return new Luggage(Files.readString(settings.secret()).strip(), voters(settings), settings.external(),
                    settings.timings(), settings.engine(), Guarded.of(settings));
        } catch (IOException | Json.Malformed unread) {
            throw unreadable(unread);
        }
    }

    /// As the member's daemon knew them last; its settings may be older.
    private static SortedMap<NodeId, DaemonSettings.Peer> voters(DaemonSettings settings) throws IOException {
        Path kept = settings.directory().resolve(VotesRecord.FILE);
        if (!Files.exists(kept)) {
            return settings.ensemble();
        }
        VotesRecord votes = Json.read(Files.readString(kept), VotesRecord.class);
        SortedMap<NodeId, DaemonSettings.Peer> voters = new TreeMap<>();
        votes.votes().forEach((node, vote) -> {
            if (votes.counts(node)) {
                voters.put(node, new DaemonSettings.Peer(vote.peer().address(), vote.peer().clientPort(),
                        vote.peer().quorumPort(), vote.peer().electionPort()));
            }
        });
        return voters;
    }

    private static Failure unreadable(Exception unread) {
        return Failure.usage("a token is made from a member's own settings, and they cannot be read: "
                + unread.getMessage());
    }
}
