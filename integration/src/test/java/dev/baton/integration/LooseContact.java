package dev.baton.integration;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A cable that is in and out again and again, for times that a seed gives.
final class LooseContact {

    private static final int CHANGES = 16;
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 1_000;

    private final Namespaces ground;
    private final String node;

    LooseContact(Namespaces ground, String node) {
        this.ground = ground;
        this.node = node;
    }

    /// Returns after the last change, with the cable in.
    void shake() throws IOException {
        long seed = Long.getLong("flapping.seed", System.nanoTime());
        System.out.println("  flapping.seed=" + seed);
        Random random = new Random(seed);
        try (ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor()) {
            long at = 0;
            Future<?> last = hand.submit(() -> change(false));
            for (int i = 1; i < CHANGES; i++) {
                at += random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
                boolean in = i % 2 == 1;
                last = hand.schedule(() -> change(in), at, TimeUnit.MILLISECONDS);
            }
            last.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Void change(boolean in) throws IOException {
        if (in) {
            ground.restore(node);
        } else {
            ground.cut(node);
        }
        return null;
    }
}
