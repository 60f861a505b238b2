package dev.baton.server;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.Token;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Placement;
import dev.baton.core.placement.Placements;
import dev.baton.server.api.OwnCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Counts failovers and how long the coordination engine takes for writes. It is told on the daemon's loop, and read
/// from any thread.
final class Counting {

    private static final String PLACEMENT = Paths.placement(new GroupId("any")).name();

    private final Supplier<Instant> bootTime;
    private final AtomicLongArray writes = new AtomicLongArray(OwnCounts.SECONDS.size());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong failovers = new AtomicLong();

    Counting(Supplier<Instant> bootTime) {
        this.bootTime = bootTime;
    }

    /// Returns what was counted until now.
    OwnCounts counts() {
        return new OwnCounts(failovers.get(), IntStream.range(0, writes.length()).mapToObj(writes::get).toList(),
                nanos.get() / 1e9, unknown.get());
    }

    /// Takes note of groups that were placed anew because they lost their node or failed.
    ///
    /// @param before the cluster before these events
    void changed(List<CoordinationEvent> events, ClusterImage before) {
        Map<GroupId, Placement> known = new HashMap<>();
        events.forEach(event -> placed(event, (group, then) -> {
            Optional<Placement> was = Optional.ofNullable(known.put(group, then))
                    .or(() -> Optional.ofNullable(before.groups().get(group)).map(GroupImage::placement));
            if (was.filter(one -> one.epoch() < then.epoch()).isPresent() && Placements.byFailover(then)) {
                failovers.incrementAndGet();
            }
        }));
    }

    /// Hands on the group whose placement was written; an entry under what is no group's name is nobody's.
    private static void placed(CoordinationEvent event, BiConsumer<GroupId, Placement> then) {
        if (event instanceof CoordinationEvent.Changed(var path, var entry) && PLACEMENT.equals(path.name())
                && path.parent().parent().equals(Paths.GROUPS)) {
            try {
                then.accept(new GroupId(path.parent().name()), Json.read(entry.data(), Placement.class));
            } catch (IllegalArgumentException | Json.Malformed foreign) {
                // Whoever reads the tree names it.
            }
        }
    }

    /// Returns connections like those of `connect` whose writes are timed.
    Function<Coordination.Listener, Coordination> over(Function<Coordination.Listener, Coordination> connect) {
        return listener -> {
            Map<Token, Instant> open = new HashMap<>();
            Coordination inner = connect.apply(event -> {
                answered(open, event);
                listener.on(event);
            });
            return new Coordination() {
                @Override
                public void perform(CoordinationCall call) {
                    if (call instanceof CoordinationCall.Submit(var token, _)) {
                        open.put(token, bootTime.get());
                    }
                    inner.perform(call);
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        };
    }

    private void answered(Map<Token, Instant> open, CoordinationEvent event) {
        switch (event) {
            case CoordinationEvent.Done(var token, _) -> took(open.remove(token));
            case CoordinationEvent.Refused(var token, _, _) -> took(open.remove(token));
            case CoordinationEvent.Unknown(var token) -> unknown.addAndGet(open.remove(token) == null ? 0 : 1);
            case CoordinationEvent.ReadDone _, CoordinationEvent.Snapshot _, CoordinationEvent.Changed _,
                    CoordinationEvent.Gone _, CoordinationEvent.Stale _, CoordinationEvent.Elected _,
                    CoordinationEvent.Deposed _ -> { }
        }
    }

    private void took(@Nullable Instant begun) {
        if (begun != null) {
            Duration time = Duration.between(begun, bootTime.get());
            nanos.addAndGet(time.toNanos());
            writes.incrementAndGet((int) OwnCounts.SECONDS.stream().filter(bound -> time.toNanos() > bound * 1e9)
                    .count());
        }
    }
}
