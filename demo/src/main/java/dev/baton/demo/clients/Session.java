package dev.baton.demo.clients;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A connection to a server with the one statement that a client needs. Auto-commit is on: an insert returns when it is
/// committed. Calls may hang for as long as the server is frozen, and longer: not every driver has a timeout
/// that every server knows.
final class Session implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement insert;

    private Session(Connection connection, PreparedStatement insert) {
        this.connection = connection;
        this.insert = insert;
    }

    /// Connects.
    ///
    /// @throws SQLException if the server does not take the connection
    static Session open(Server server) throws SQLException {
        Connection connection = server.connect();
        try {
            return new Session(connection, connection.prepareStatement("insert into writes values (?, ?, ?)"));
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    /// Inserts a row and commits it.
    ///
    /// @throws SQLException if that is not known to have happened
    void insert(Row row) throws SQLException {
        insert.setString(1, row.writer());
        insert.setLong(2, row.sequence());
        insert.setLong(3, row.checksum());
        insert.executeUpdate();
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Its server is gone; there is nothing left to close.
        }
    }
}
