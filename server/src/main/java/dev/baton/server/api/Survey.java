package dev.baton.server.api;

import dev.baton.cluster.api.Api;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.ClockSkew;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.MachineSurvey.Answer;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Asks every machine of the cluster what it says of itself, one beside the other; each by its own daemon.
///
/// @param own    where this daemon answers
/// @param within for which one node is waited for
record Survey(NodeId self, String own, NodeLink others, Duration within) {

    /// A node whose file systems hang answers within a second; one that is frozen, never.
    static final Duration WITHIN = Duration.ofSeconds(3);

    /// Returns what they say.
    ///
    /// @param mine what this machine says; asked on a thread of its own
    MachineSurvey of(ClusterImage image, Supplier<MachineFacts> mine) {
        List<Future<Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            image.nodes().values().forEach(node -> asked.add(threads.submit(() -> node.id().equals(self)
                    ? new Answer.Told(mine.get(), ClockSkew.NONE) : ask(node))));
        }
        return new MachineSurvey(self, asked.stream().map(Future::resultNow).toList());
    }

    private Answer ask(NodeImage node) throws InterruptedException {
        String api = node.facts().api();
        if (!node.up()) {
            return silent(node, node.membership() == Membership.DOWN ? "it is down" : "it was never seen");
        }
        if (api.isEmpty()) {
            return silent(node, "it has not said where it answers");
        }
        if (api.equals(own)) {
            // Its loopback address is ours as well: from here nothing leads to it.
            return silent(node, "its interface answers on its own machine only");
        }
        try {
            return twice(node, api);
        } catch (HttpTimeoutException late) {
            return silent(node, "no answer in time");
        } catch (IOException | IllegalArgumentException broken) {
            return silent(node, "nobody answers at " + api + (broken instanceof ConnectException
                    || broken.getMessage() == null ? "" : " (" + broken.getMessage() + ")"));
        }
    }

    /// Asked twice: the first answer waits for the connection, which says nothing about the clock.
    private Answer twice(NodeImage node, String api) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Answer answer = once(node, api, within);
        if (!(answer instanceof Answer.Told first)) {
            return answer;
        }
        Duration left = within.minusNanos(System.nanoTime() - began);
        try {
            return left.isPositive() && once(node, api, left) instanceof Answer.Told second
                    && second.clock().within().compareTo(first.clock().within()) < 0 ? second : first;
        } catch (IOException gone) {
            return first;
        }
    }

    private Answer once(NodeImage node, String api, Duration patience) throws IOException, InterruptedException {
        Instant sent = Instant.now();
        long start = System.nanoTime();
        HttpResponse<String> answer = others.get(api, Api.MACHINE, patience);
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            return silent(node, "it answers with " + answer.statusCode() + " when it is asked about its machine"
                    + (answer.statusCode() == HttpURLConnection.HTTP_NOT_FOUND ? ": its batond is an earlier one"
                            : ""));
        }
        try {
            MachineFacts said = Json.read(answer.body(), MachineFacts.class);
            return said.node().equals(node.id()) ? new Answer.Told(said, ClockSkew.of(sent, roundTrip, said.clock()))
                    : silent(node, said.node() + " answers at " + api);
        } catch (Json.Malformed foreign) {
            return silent(node, "what answers at " + api + " is not understood");
        }
    }

    private static Answer silent(NodeImage node, String why) {
        return new Answer.Silent(node.id(), why);
    }
}
