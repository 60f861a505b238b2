package dev.baton.server;

import dev.baton.console.Console;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.server.access.Tls;
import dev.baton.server.api.Cluster;
import dev.baton.server.api.Desk;
import dev.baton.server.api.RestInterface;
import dev.baton.server.console.ConsolePages;
import dev.baton.server.monitoring.Monitoring;
import dev.baton.server.web.Guard;
import dev.baton.server.web.LoginPages;
import io.javalin.Javalin;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// What this node answers over the web: the REST interface, the console, and what monitoring asks.
public final class WebServer implements AutoCloseable {

    private static final long LARGEST_REQUEST = 1L << 20;

    private final Desk desk;
    private final ConsolePages pages;
    private final Javalin server;

    /// Opens it and returns when it answers.
    ///
    /// @throws io.javalin.util.JavalinBindException if the port is in use
    public WebServer(NodeId self, String host, int port, Cluster cluster, Access access) {
        desk = new Desk(self, url(host, port, access), cluster, access);
        Console console = new Console();
        pages = new ConsolePages(desk, console);
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = LARGEST_REQUEST;
            access.tls().ifPresent(tls -> config.jetty.addConnector((jetty, http) ->
                    secured(jetty, http, tls, host, port)));
            new Guard(desk, access).route(config);
            new LoginPages(access, console).route(config);
            new RestInterface(desk, new Monitoring(desk).routes()).route(config);
            pages.route(config);
        });
        server.start(host, port);
    }

    /// Returns where such a server answers.
    static String url(String host, int port, Access access) {
        return (access.tls().isPresent() ? "https://" : "http://") + host + ":" + port;
    }

    /// TLS 1.2 (RFC 5246) or later. The name that a client calls is not compared with the certificate here: that is for
    /// the client to do.
    private static Connector secured(Server jetty, HttpConfiguration http, Tls tls, String host, int port) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls.server());
        // Asked for, never demanded: a token does as well.
        factory.setWantClientAuth(true);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(jetty, factory, new HttpConnectionFactory(secure));
        connector.setHost(host);
        connector.setPort(port);
        return connector;
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
