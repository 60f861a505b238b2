package dev.baton.integration;

import dev.baton.demo.clients.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// The rows of a group as a fresh connection finds them.
final class Rows {

    private Rows() {}

    /// Returns their numbers as ranges, `1-17,19-20`.
    ///
    /// @param calls whose threads connect: they decide from which machine
    /// @throws SQLException if the server does not answer
    static String found(Server server, Executor calls) throws SQLException {
        BitSet numbers = numbers(server, calls);
        List<String> ranges = new ArrayList<>();
        for (int first = numbers.nextSetBit(0); first >= 0;) {
            int beyond = numbers.nextClearBit(first);
            ranges.add(first + "-" + (beyond - 1));
            first = numbers.nextSetBit(beyond);
        }
        return String.join(",", ranges);
    }

    /// Returns their numbers.
    ///
    /// @param calls whose threads connect: they decide from which machine
    /// @throws SQLException if the server does not answer
    static BitSet numbers(Server server, Executor calls) throws SQLException {
        try {
            return CompletableFuture.supplyAsync(() -> read(server), calls).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SQLException failed ? failed : new SQLException(e.getCause());
        }
    }

    private static BitSet read(Server server) {
        BitSet numbers = new BitSet();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sequence from writes")) {
            while (rows.next()) {
                numbers.set(Math.toIntExact(rows.getLong(1)));
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
        return numbers;
    }
}
