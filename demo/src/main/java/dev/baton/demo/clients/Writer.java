package dev.baton.demo.clients;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client that writes through one server's address: an operation is due every interval, whatever became of the one
/// before (open loop), so that a slow server cannot slow down its own judge. An operation that was due while the server
/// was slow runs as soon as it can.
///
/// An operation connects when there is no connection, inserts one row and commits. It looks for the server in every
/// place, from the one where it was last; the next operation begins one place further when this one failed there.
/// A row is acknowledged when the commit returned; when it did not, the row is in doubt, and its sequence number is not
/// used again.
public final class Writer implements AutoCloseable {

    /// An operation that takes longer has failed: the server may be frozen.
    private static final int PATIENCE_MILLIS = 1_000;

    /// How far an operation came; once it is sent its row is acknowledged or in doubt.
    private enum Progress { CONNECTING, SENT, GIVEN_UP }

    private final String group;
    private final List<? extends Server> places;
    private final Executor calls;
    private final Consumer<Operation> notes;
    private final String name;
    private final Duration interval;
    private final ScheduledExecutorService schedule;
    private final OutageMeter meter;
    private final BitSet acknowledged = new BitSet();
    private final BitSet inDoubt = new BitSet();
    private final AtomicInteger place = new AtomicInteger();
    private @Nullable Session session;
    private int sequence;

    /// @param interval between two rows
    public Writer(String group, String name, Duration interval, Surroundings surroundings) {
        this.group = group;
        places = surroundings.places().apply(group);
        calls = surroundings.calls();
        notes = surroundings.notes();
        this.name = name;
        this.interval = interval;
        meter = new OutageMeter(interval);
        schedule = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("writer " + group).daemon().factory());
    }

    /// Begins to write.
    public void start() {
        var _ = schedule.scheduleAtFixedRate(this::operation, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Returns what the writer has seen so far.
    public synchronized Seen seen() {
        List<Outage> outages = new ArrayList<>(meter.ended());
        meter.open(System.nanoTime()).ifPresent(outages::add);
        return new Seen(places.getFirst(), outages, acknowledged.cardinality(), inDoubt.cardinality(),
                meter.failedOperations(), meter.longestPause());
    }

    /// Stops writing; an operation under way is brought to its end.
    @Override
    public void close() {
        schedule.shutdown();
        try {
            if (!schedule.awaitTermination(3 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                schedule.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }

    private void operation() {
        Row row = new Row(name, ++sequence);
        Session used = session;
        long began = System.nanoTime();
        AtomicReference<Progress> progress = new AtomicReference<>(Progress.CONNECTING);
        CompletableFuture<Session> attempt = CompletableFuture.supplyAsync(() -> attempt(used, row, progress), calls);
        try {
            session = attempt.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            noteGood(row, began);
        } catch (TimeoutException | ExecutionException e) {
            // From here on an attempt that was still connecting will not send its row.
            noteFailed(row, began, !progress.compareAndSet(Progress.CONNECTING, Progress.GIVEN_UP));
            place.incrementAndGet();
            var _ = attempt.thenAccept(Session::close);
            disconnect();
        } catch (InterruptedException e) {
            noteFailed(row, began, true);
            Thread.currentThread().interrupt();
        }
    }

    /// Inserts the row, over a new session when there is none; returns the session.
    private Session attempt(@Nullable Session present, Row row, AtomicReference<Progress> progress) {
        Session used = present;
        try {
            if (used == null) {
                used = connect(progress);
            }
            if (progress.compareAndSet(Progress.CONNECTING, Progress.SENT)) {
                used.insert(row);
            }
            return used;
        } catch (SQLException | RuntimeException e) {
            if (used != null) {
                used.close();
            }
            throw new CompletionException(e);
        }
    }

    /// Connects to the first place that takes the connection; tries no other once the operation was given up.
    private Session connect(AtomicReference<Progress> progress) throws SQLException {
        SQLException last = new SQLException("given up before the first try");
        for (int i = 0; i < places.size() && progress.get() == Progress.CONNECTING; i++) {
            try {
                return Session.open(places.get(Math.floorMod(place.get(), places.size())));
            } catch (SQLException refused) {
                last = refused;
                if (i + 1 < places.size() && progress.get() == Progress.CONNECTING) {
                    place.incrementAndGet();
                }
            }
        }
        throw last;
    }

    private synchronized void noteGood(Row row, long began) {
        acknowledged.set((int) row.sequence());
        long now = System.nanoTime();
        meter.good(now, Instant.now());
        notes.accept(new Operation(group, row.sequence(), began, now, Operation.Outcome.ACKNOWLEDGED));
    }

    private synchronized void noteFailed(Row row, long began, boolean sent) {
        if (sent) {
            inDoubt.set((int) row.sequence());
        }
        meter.failed();
        notes.accept(new Operation(group, row.sequence(), began, System.nanoTime(),
                sent ? Operation.Outcome.IN_DOUBT : Operation.Outcome.NOT_SENT));
    }

    private void disconnect() {
        Session old = session;
        session = null;
        if (old != null) {
            // A frozen server would keep us waiting for its farewell.
            calls.execute(old::close);
        }
    }

    /// Looks for every row of this writer, through a fresh connection. To be asked after [#close].
    ///
    /// @throws SQLException if the server does not answer
    public Found verify() throws SQLException {
        try {
            return CompletableFuture.supplyAsync(this::look, calls).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SQLException failed ? failed : new SQLException(e.getCause());
        }
    }

    private Found look() {
        BitSet there = new BitSet();
        long strange = 0;
        try (Session fresh = connect(new AtomicReference<>(Progress.CONNECTING));
                PreparedStatement query = fresh.connection().prepareStatement(
                        "select sequence, checksum from writes where writer = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long number = rows.getLong(1);
                    boolean tried = number >= 1 && number <= sequence
                            && (acknowledged.get((int) number) || inDoubt.get((int) number));
                    if (tried && rows.getLong(2) == new Row(name, number).checksum()) {
                        there.set((int) number);
                    } else {
                        strange++;
                    }
                }
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
        BitSet found = (BitSet) acknowledged.clone();
        found.and(there);
        BitSet doubtful = (BitSet) inDoubt.clone();
        doubtful.and(there);
        return new Found(acknowledged.cardinality(), found.cardinality(),
                acknowledged.cardinality() - found.cardinality(), inDoubt.cardinality(), doubtful.cardinality(),
                strange);
    }
}
