package dev.baton.demo.clients;

import dev.baton.demo.h2.H2Address;
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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One client that writes through one server's address: an operation is due every interval, whatever became of the one
/// before (open loop), so that a slow server cannot slow down its own judge. An operation that was due while the server
/// was slow runs as soon as it can.
///
/// An operation connects when there is no connection, inserts one row and commits. A row is acknowledged when the
/// commit returned; when it did not, the row is in doubt, and its sequence number is not used again.
public final class Writer implements AutoCloseable {

    /// An operation that takes longer has failed: the server may be frozen.
    private static final int PATIENCE_MILLIS = 1_000;
    /// Where calls may hang without holding up the schedule.
    private static final Executor CALLS = Executors.newVirtualThreadPerTaskExecutor();

    /// How far an operation came; once it is sent its row is acknowledged or in doubt.
    private enum Progress { CONNECTING, SENT, GIVEN_UP }

    private final H2Address address;
    private final String name;
    private final Duration interval;
    private final ScheduledExecutorService schedule;
    private final OutageMeter meter;
    private final BitSet acknowledged = new BitSet();
    private final BitSet inDoubt = new BitSet();
    private @Nullable Session session;
    private int sequence;

    /// @param interval between two rows
    public Writer(H2Address address, String name, Duration interval) {
        this.address = address;
        this.name = name;
        this.interval = interval;
        meter = new OutageMeter(interval);
        schedule = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("writer " + address.group()).daemon().factory());
    }

    /// Begins to write.
    public void start() {
        var _ = schedule.scheduleAtFixedRate(this::operation, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Returns what the writer has seen so far.
    public synchronized Seen seen() {
        List<Outage> outages = new ArrayList<>(meter.ended());
        meter.open(System.nanoTime()).ifPresent(outages::add);
        return new Seen(address, outages, acknowledged.cardinality(), inDoubt.cardinality(), meter.failedOperations(),
                meter.longestPause());
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
        AtomicReference<Progress> progress = new AtomicReference<>(Progress.CONNECTING);
        CompletableFuture<Session> attempt = CompletableFuture.supplyAsync(() -> attempt(used, row, progress), CALLS);
        try {
            session = attempt.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            noteGood(sequence);
        } catch (TimeoutException | ExecutionException e) {
            // From here on an attempt that was still connecting will not send its row.
            noteFailed(sequence, !progress.compareAndSet(Progress.CONNECTING, Progress.GIVEN_UP));
            var _ = attempt.thenAccept(Session::close);
            disconnect();
        } catch (InterruptedException e) {
            noteFailed(sequence, true);
            Thread.currentThread().interrupt();
        }
    }

    /// Inserts the row, over a new session when there is none; returns the session.
    private Session attempt(@Nullable Session present, Row row, AtomicReference<Progress> progress) {
        Session used = present;
        try {
            if (used == null) {
                used = Session.open(address);
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

    private synchronized void noteGood(int row) {
        acknowledged.set(row);
        meter.good(System.nanoTime(), Instant.now());
    }

    private synchronized void noteFailed(int row, boolean sent) {
        if (sent) {
            inDoubt.set(row);
        }
        meter.failed();
    }

    private void disconnect() {
        Session old = session;
        session = null;
        if (old != null) {
            // A frozen server would keep us waiting for its farewell.
            CALLS.execute(old::close);
        }
    }

    /// Looks for every row of this writer, through a fresh connection. To be asked after [#close].
    ///
    /// @throws SQLException if the server does not answer
    public Found verify() throws SQLException {
        BitSet there = new BitSet();
        long strange = 0;
        try (Session fresh = Session.open(address);
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
