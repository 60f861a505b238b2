package dev.baton.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/// A look whether one could listen at a port. Thread-safe.
///
/// A process that is begun at this very moment, by whatever other thread, inherits the look's socket for the
/// milliseconds until it is the program that it is to be. A listening socket would keep the port that long, and whoever
/// found it free a moment before could not have it. So the look is bound and does not listen: of sockets that are bound
/// with `SO_REUSEADDR` only one that listens keeps others from listening (Linux, socket(7)).
public final class PortLook {

    private PortLook() {}

    /// Returns whether one could listen there now.
    public static boolean isFree(InetSocketAddress address) {
        try (SocketChannel _ = at(address)) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /// Returns the look, to be closed.
    ///
    /// @throws IOException if somebody listens there, or the address is none of this machine's
    static SocketChannel at(InetSocketAddress address) throws IOException {
        SocketChannel look = SocketChannel.open();
        try {
            return look.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address);
        } catch (IOException taken) {
            look.close();
            throw taken;
        }
    }
}
