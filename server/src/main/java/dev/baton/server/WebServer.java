package dev.baton.server;

import dev.baton.core.model.NodeId;
import dev.baton.server.api.Cluster;
import dev.baton.server.api.Desk;
import dev.baton.server.api.RestInterface;
import dev.baton.server.console.ConsolePages;
import dev.baton.server.monitoring.Monitoring;
import dev.baton.server.web.Guard;
import io.javalin.Javalin;

/// What this node answers over the web: the REST interface, the console, and what monitoring asks.
public final class WebServer implements AutoCloseable {

    private static final long LARGEST_REQUEST = 1L << 20;

    private final Desk desk;
    private final ConsolePages pages;
    private final Javalin server;

    /// Opens it and returns when it answers.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is in use
    public WebServer(NodeId self, String host, int port, Cluster cluster) {
        desk = new Desk(self, "http://" + host + ":" + port, cluster);
        pages = new ConsolePages(desk);
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = LARGEST_REQUEST;
            new Guard(desk).route(config);
            new RestInterface(desk, new Monitoring(desk).routes()).route(config);
            pages.route(config);
        });
        server.start(host, port);
    }

    /// Returns where requests are put to the leader.
    Desk desk() {
        return desk;
    }

    @Override
    public void close() {
        pages.close();
        server.stop();
        desk.close();
    }
}
