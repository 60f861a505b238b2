package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.coordination.ports.FreePorts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

final class PortLookTest {
    private final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.one());

    @Test
    void a_look_that_a_process_has_inherited_keeps_nobody_from_listening() throws IOException {
        try (SocketChannel inherited = PortLook.at(address); ServerSocket server = new ServerSocket()) {
            server.bind(address);
            assertThat(server.isBound()).isTrue();
            assertThat(inherited.isOpen()).isTrue();
        }
    }

    @Test
    void two_may_look_at_the_same_time() throws IOException {
        try (SocketChannel _ = PortLook.at(address)) {
            assertThat(PortLook.isFree(address)).isTrue();
        }
    }

    @Test
    void a_port_at_which_somebody_listens_is_not_free() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(address);
            assertThat(PortLook.isFree(address)).isFalse();
            assertThatThrownBy(() -> PortLook.at(address)).isInstanceOf(BindException.class);
        }
        assertThat(PortLook.isFree(address)).isTrue();
    }

    @Test
    void a_port_at_which_somebody_listens_is_not_free_for_every_address() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(address);
            assertThat(PortLook.isFree(new InetSocketAddress(address.getPort()))).isFalse();
        }
    }

    @Test
    void a_port_at_which_somebody_listens_for_every_address_is_not_free() throws IOException {
        try (ServerSocket _ = new ServerSocket(address.getPort())) {
            assertThat(PortLook.isFree(address)).isFalse();
        }
    }
}
