package dev.baton.demo.clients;

import java.sql.Connection;
import java.sql.SQLException;

/// A place where a client may find the server of a group, with a table `writes(writer, sequence, checksum)`.
public interface Server {

    /// Returns the group's name.
    String group();

    /// Returns a fresh connection, on which an insert returns when it is committed and durable.
    ///
    /// @throws SQLException if the server does not take it
    Connection connect() throws SQLException;
}
