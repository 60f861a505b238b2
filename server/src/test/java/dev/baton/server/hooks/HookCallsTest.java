package dev.baton.server.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.hooks.Attempt;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Waiver;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Hook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hooks with real commands, and a real web server on this machine.
final class HookCallsTest {

    private static final EventView EVENT = new EventView(42, Instant.parse("2026-11-26T12:00:00Z"), "ann at node1",
            "evs1", "evs1 goes to node2: node1 is \"down\"; $(true) `x` ü", Optional.of(new Waiver("hold", "late")),
            EventKind.FAILOVER);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    private record Heard(String method, String type, String token, String body) {}

    @TempDir
    Path folder;

    private final HookCalls calls = new HookCalls();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        over.complete(true);
        calls.close();
        server.stop(0);
        threads.shutdownNow();
    }

    /// Answers what the test said; hangs when it said nothing.
    private void answer(HttpExchange exchange) throws IOException {
        Integer status = answers.poll();
        heard.add(new Heard(exchange.getRequestMethod(), exchange.getRequestHeaders().getFirst("Content-Type"),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        if (status == null) {
            over.join();
        } else {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/x");
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/told";
    }

    private Outcome outcome(Hook.Action action, Duration within) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        calls.begin(new Attempt(1, "test", new Hook(new TreeSet<>(), action, within), EVENT), outcome::complete);
        return outcome.get(60, TimeUnit.SECONDS);
    }

    private Outcome post() throws Exception {
        return outcome(new Hook.Post(address(), false, Optional.empty()), LONG);
    }

    private Outcome run(String command, Duration within) throws Exception {
        return outcome(new Hook.Run(new Command(command)), within);
    }

    private static String why(Outcome outcome) {
        return ((Outcome.Failed) outcome).why();
    }

    private Path secret(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void an_address_gets_the_event_as_the_interface_shows_it() throws Exception {
        answers.add(204);
        assertThat(post()).isEqualTo(new Outcome.Delivered());
        Heard one = heard.remove();
        assertThat(one.method()).isEqualTo("POST");
        assertThat(one.type()).isEqualTo("application/json");
        assertThat(one.token()).isEqualTo("null");
        assertThat(Json.read(one.body(), EventView.class)).isEqualTo(EVENT);
    }

    @Test
    void a_server_that_fails_twice_gets_the_event_at_the_third_attempt() throws Exception {
        answers.add(500);
        answers.add(503);
        answers.add(200);
        assertThat(post()).isEqualTo(new Outcome.Failed("it was answered with 500", true));
        assertThat(post()).isEqualTo(new Outcome.Failed("it was answered with 503", true));
        assertThat(post()).isEqualTo(new Outcome.Delivered());
        assertThat(heard).hasSize(3);
    }

    @Test
    void what_the_server_refuses_is_not_tried_again_and_nothing_follows_to_another_address() throws Exception {
        answers.add(404);
        assertThat(post()).isEqualTo(new Outcome.Failed("it was answered with 404", false));
        answers.add(429);
        assertThat(post()).isEqualTo(new Outcome.Failed("it was answered with 429", true));
        answers.add(307);
        assertThat(post()).isEqualTo(new Outcome.Failed("it was answered with 307", true));
        assertThat(heard).hasSize(3);
    }

    @Test
    void a_server_that_hangs_has_failed_after_its_time_and_others_are_reached_meanwhile() throws Exception {
        CompletableFuture<Outcome> hanging = new CompletableFuture<>();
        calls.begin(new Attempt(1, "hangs", new Hook(new TreeSet<>(), new Hook.Post(address(), false,
                Optional.empty()), LONG), EVENT), hanging::complete);
        assertThat(heard.take().method()).isEqualTo("POST");
        answers.add(200);
        assertThat(post()).isEqualTo(new Outcome.Delivered());
        assertThat(hanging).isNotDone();
        assertThat(outcome(new Hook.Post(address(), false, Optional.empty()), SHORT))
                .isEqualTo(new Outcome.Failed("no answer within 300ms", true));
    }

    @Test
    void a_server_that_is_not_there_has_failed() throws Exception {
        Outcome outcome = outcome(new Hook.Post("http://127.0.0.1:" + FreePorts.one(), false, Optional.empty()), LONG);
        assertThat(why(outcome)).startsWith("ConnectException");
        assertThat(((Outcome.Failed) outcome).again()).isTrue();
    }

    @Test
    void a_token_and_an_address_are_read_from_files_that_are_their_owners_only() throws Exception {
        Path token = secret("token", "s3cret", "rw-------");
        Path address = secret("address", address(), "r--------");
        answers.add(200);
        assertThat(outcome(new Hook.Post(address.toString(), true, Optional.of(token.toString())), LONG))
                .isEqualTo(new Outcome.Delivered());
        assertThat(heard.remove().token()).isEqualTo("Bearer s3cret");
        Path open = secret("open", "s3cret", "rw-r--r--");
        assertThat(why(outcome(new Hook.Post(address(), false, Optional.of(open.toString())), LONG)))
                .contains("the token of hook test must be its owner's only", "chmod 600").doesNotContain("s3cret");
        assertThat(why(outcome(new Hook.Post(address(), false, Optional.of(folder + "/none")), LONG)))
                .contains("there is no such file on this node");
        Path broken = secret("broken", "s3cret s3cret", "rw-------");
        assertThat(why(outcome(new Hook.Post(broken.toString(), true, Optional.empty()), LONG)))
                .contains("is no address of hook test").doesNotContain("s3cret");
        assertThat(heard).isEmpty();
    }

    @Test
    void a_command_gets_the_event_in_its_environment_and_on_its_standard_input() throws Exception {
        Path told = folder.resolve("told");
        assertThat(run("{ env | grep ^BATON_ | sort; cat; } > " + told, LONG)).isEqualTo(new Outcome.Delivered());
        assertThat(Files.readAllLines(told)).containsExactly("BATON_EVENT_AT=2026-11-26T12:00:00Z",
                "BATON_EVENT_BY=ann at node1", "BATON_EVENT_KIND=failover", "BATON_EVENT_NUMBER=42",
                "BATON_EVENT_SUBJECT=evs1", "BATON_EVENT_TEXT=" + EVENT.what(), Json.text(EVENT));
    }

    @Test
    void a_command_that_reads_nothing_and_ends_well_was_told() throws Exception {
        assertThat(run("exec <&-; true", LONG)).isEqualTo(new Outcome.Delivered());
    }

    @Test
    void a_command_that_fails_or_is_not_there_has_failed_with_its_status() throws Exception {
        assertThat(run("exit 75", LONG)).isEqualTo(new Outcome.Failed("it ended with status 75", true));
        assertThat(run("exec 2>&-; /no/such/command", LONG)).isEqualTo(new Outcome.Failed("it ended with status 127",
                true));
    }

    @Test
    void a_command_that_does_not_end_is_killed_with_what_it_started() throws Exception {
        Path pids = folder.resolve("pids");
        assertThat(run("sleep 1000 & echo $$ $! > " + pids + "; wait", Duration.ofSeconds(2)))
                .isEqualTo(new Outcome.Failed("it did not end within 2s and was killed", true));
        for (String pid : Files.readString(pids).strip().split(" ")) {
            Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(pid));
            if (left.isPresent()) {
                left.get().onExit().get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void a_command_does_not_see_the_rest_of_the_daemons_environment() throws Exception {
        Path seen = folder.resolve("seen");
        assertThat(run("env > " + seen, LONG)).isEqualTo(new Outcome.Delivered());
        assertThat(Files.readAllLines(seen)).allMatch(line -> line.matches(
                "(BATON_EVENT_[A-Z]+|PATH|HOME|LANG|LC_ALL|TZ|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @Test
    void what_comes_after_the_daemons_end_fails_and_stops_nobody() throws Exception {
        calls.close();
        assertThat(why(run("true", LONG))).startsWith("this daemon has no thread for it");
    }
}
