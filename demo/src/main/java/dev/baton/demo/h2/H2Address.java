package dev.baton.demo.h2;

import dev.baton.demo.clients.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Where clients find the database of a group, whichever node it is on.
///
/// @param group   the group's name
/// @param address a loopback address of its own
/// @param port    where its server listens on that address
public record H2Address(String group, String address, int port) implements Server {

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "sa", "");
    }

    /// Returns the JDBC URL. Without `WRITE_DELAY=0` an H2 server loses acknowledged rows when it is killed. With
    /// `DB_CLOSE_ON_EXIT=FALSE` a server that is told to end just ends: otherwise it closes the database first, goes on
    /// taking connections meanwhile, and a client that comes back at once opens it again for a moment.
    public String url() {
        return "jdbc:h2:tcp://" + address + ":" + port + "/./db;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }
}
