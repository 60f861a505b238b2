package dev.baton.integration;

import dev.baton.demo.clients.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
        try {
            return CompletableFuture.supplyAsync(() -> read(server), calls).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SQLException failed ? failed : new SQLException(e.getCause());
        }
    }

    private static String read(Server server) {
        List<String> ranges = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sequence from writes order by sequence")) {
            long first = -1;
            long last = -1;
            while (rows.next()) {
                long row = rows.getLong(1);
                if (row != last + 1 && first >= 0) {
                    ranges.add(first + "-" + last);
                }
                first = first < 0 || row != last + 1 ? row : first;
                last = row;
            }
            ranges.add(first + "-" + last);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
        return String.join(",", ranges);
    }
}
