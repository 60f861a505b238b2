package dev.baton.server.console;

import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.server.api.Desk;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Tells browsers that something of what pages show has changed; what, they see when they ask for their page again.
/// One virtual thread for each browser.
final class Changes implements AutoCloseable {

    /// A browser is not told oftener.
    private static final Duration APART = Duration.ofMillis(200);
    /// While a run is on its clock goes.
    private static final Duration TICK = Duration.ofSeconds(1);
    /// So that a connection that nobody hears any more is noticed.
    private static final Duration BREATH = Duration.ofSeconds(15);

    private final Desk desk;
    private volatile boolean closed;

    Changes(Desk desk) {
        this.desk = desk;
    }

    /// What pages are made from: heartbeats are not.
    private record Mark(ClusterImage image, long events, int journal, boolean running, Optional<String> lastKnown) {}

    /// Tells a browser until it goes away.
    void follow(SseClient browser) {
        browser.keepAlive();
        Thread.ofVirtual().name("console-changes").start(() -> tell(browser));
    }

    private void tell(SseClient browser) {
        Mark shown = mark();
        long breath = System.nanoTime();
        browser.sendEvent("hello", desk.self().value());
        while (!closed && !browser.terminated()) {
            await(desk.nextChange(), TICK);
            Mark now = mark();
            if (!now.equals(shown) || now.running) {
                shown = now;
                browser.sendEvent("changed", String.valueOf(now.image.revision()));
                await(new CompletableFuture<>(), now.running ? APART.multipliedBy(2) : APART);
            } else if (System.nanoTime() - breath > BREATH.toNanos()) {
                breath = System.nanoTime();
                browser.sendComment("here");
            }
        }
        if (!browser.terminated()) {
            browser.close();
        }
    }

    private static void await(CompletableFuture<Boolean> change, Duration most) {
        change.completeOnTimeout(false, most.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private Mark mark() {
        Optional<String> lastKnown = desk.lastKnown();
        return desk.look(tree -> mark(tree, lastKnown));
    }

    private static Mark mark(TreeMirror tree, Optional<String> lastKnown) {
        int journal = 0;
        boolean running = false;
        for (var path : tree.children(Paths.RUNS)) {
            running |= tree.value(path, RunRecord.class).filter(run -> run.ended().isEmpty()).isPresent();
            journal += 1 + tree.version(path);
        }
        long events = tree.children(Paths.EVENTS).stream().reduce((_, last) -> last)
                .flatMap(path -> tree.value(path, EventRecord.Segment.class)).map(segment -> segment.events().isEmpty()
                        ? 0 : segment.events().getLast().number()).orElse(0L);
        return new Mark(tree.image(), events, journal, running, lastKnown);
    }

    @Override
    public void close() {
        closed = true;
    }
}
