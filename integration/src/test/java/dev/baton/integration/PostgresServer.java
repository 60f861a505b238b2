package dev.baton.integration;

import dev.baton.demo.clients.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The PostgreSQL of a group at the address that moves with it.
///
/// @param group   its name
/// @param address floating
/// @param port    where it listens there
record PostgresServer(String group, String address, int port) implements Server {

    /// A machine that has lost its power says nothing: a client gives such a connection up after ten seconds.
    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address + ":" + port + "/postgres?sslmode=disable"
                + "&gssEncMode=disable&connectTimeout=2&socketTimeout=10", "postgres", "");
    }
}
