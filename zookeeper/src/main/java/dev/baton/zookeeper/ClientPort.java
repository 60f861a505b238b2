package dev.baton.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.NettyServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;

/// Where a peer's clients come in: ZooKeeper's plain factory, and for TLS the one on Netty, which is the only one of
/// them that knows it.
final class ClientPort {

    private static final Duration CLOSING_MAX = Duration.ofSeconds(10);
    private static final Duration GLANCE = Duration.ofMillis(1);

    private ClientPort() {}

    /// Returns one that is not open yet, for as many connections as come.
    static ServerCnxnFactory at(InetSocketAddress address, Optional<EngineTls> tls) throws IOException {
        ServerCnxnFactory port;
        if (tls.isPresent()) {
            System.setProperty(ServerCnxnFactory.ZOOKEEPER_SERVER_CNXN_FACTORY,
                    NettyServerCnxnFactory.class.getName());
            port = ServerCnxnFactory.createFactory();
        } else {
            port = new NIOServerCnxnFactory();
        }
        port.configure(address, 0, -1, tls.filter(EngineTls::insists).isPresent());
        return port;
    }

    /// Returns when a port that was shut down is free again. Netty says so too early: a channel that it has closed
    /// keeps the port until its selector has looked once more.
    static void awaitFree(ServerCnxnFactory port) {
        if (port instanceof NettyServerCnxnFactory netty && netty.getParentChannel() != null) {
            netty.getParentChannel().closeFuture().awaitUninterruptibly(CLOSING_MAX.toMillis());
            long until = System.nanoTime() + CLOSING_MAX.toNanos();
            while (!PortLook.isFree(netty.getLocalAddress()) && System.nanoTime() < until) {
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }
    }
}
