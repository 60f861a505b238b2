package dev.baton.demo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.coordination.ports.FreePorts;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final ServerSocket client = listen();
    private final ServerSocket election = listen();
    private final int quorumPort = FreePorts.one();
    private Links links;

    @BeforeEach
    void two_nodes() throws IOException {
        links = new Links(List.of("a", "b"), Map.of("a", new Peer("127.0.0.1", 1, 2, 3),
                "b", new Peer("127.0.0.1", client.getLocalPort(), quorumPort, election.getLocalPort())));
    }

    @AfterEach
    void no_sockets() throws IOException {
        links.close();
        client.close();
        election.close();
    }

    @Test
    void what_one_node_sends_arrives_at_the_other_and_the_answer_comes_back() throws IOException {
        try (Socket near = connect(seen("b").clientPort()); Socket far = client.accept()) {
            near.getOutputStream().write('x');
            assertThat(far.getInputStream().read()).isEqualTo('x');
            far.getOutputStream().write('y');
            assertThat(near.getInputStream().read()).isEqualTo('y');
            far.close();
            assertThat(near.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_cut_is_silence_and_nothing_is_lost_by_it() throws IOException {
        try (Socket near = connect(seen("b").clientPort()); Socket far = client.accept()) {
            far.setSoTimeout(300);
            links.cut(List.of("b"));
            near.getOutputStream().write('x');
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            try (Socket late = connect(seen("b").clientPort())) {
                client.setSoTimeout(300);
                assertThatThrownBy(client::accept).isInstanceOf(SocketTimeoutException.class);
                late.getOutputStream().write('z');
                links.cut(List.of());
                far.setSoTimeout(10_000);
                client.setSoTimeout(10_000);
                assertThat(far.getInputStream().read()).isEqualTo('x');
                try (Socket lateFar = client.accept()) {
                    assertThat(lateFar.getInputStream().read()).isEqualTo('z');
                }
            }
        }
    }

    @Test
    void a_follower_that_comes_before_its_leader_listens_waits_for_it() throws IOException {
        try (Socket near = connect(seen("b").quorumPort())) {
            near.getOutputStream().write('x');
            try (ServerSocket leader = new ServerSocket(quorumPort, 50, HERE)) {
                leader.setSoTimeout(10_000);
                try (Socket far = leader.accept()) {
                    assertThat(far.getInputStream().read()).isEqualTo('x');
                }
            }
        }
    }

    @Test
    void a_follower_whose_leader_never_listens_is_told_so() throws IOException {
        try (Socket near = connect(seen("b").quorumPort())) {
            assertThat(near.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_voter_that_is_called_back_calls_through_its_own_wire() throws IOException {
        try (Socket near = connect(seen("b").electionPort()); Socket far = election.accept()) {
            byte[] address = "127.0.0.1:3".getBytes(StandardCharsets.UTF_8);
            DataOutputStream out = new DataOutputStream(near.getOutputStream());
            out.writeLong(-65_536L);
            out.writeLong(1);
            out.writeInt(address.length);
            out.write(address);
            out.writeInt(42);
            DataInputStream in = new DataInputStream(far.getInputStream());
            assertThat(in.readLong()).isEqualTo(-65_536L);
            assertThat(in.readLong()).isEqualTo(1);
            byte[] rewritten = in.readNBytes(in.readInt());
            assertThat(new ByteArrayInputStream(rewritten)).hasContent(
                    "127.0.0.1:" + links.seenFrom("b").get("a").electionPort());
            assertThat(in.readInt()).isEqualTo(42);
        }
    }

    private Peer seen(String node) {
        return links.seenFrom("a").get(node);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(HERE, port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket(0, 50, HERE);
            socket.setSoTimeout(10_000);
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
