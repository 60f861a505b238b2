package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.baton.cli.terminal.Exit;
import dev.baton.demo.clients.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A running cluster gets a login, daemon by daemon; then a viewer and an operator in front of real browsers.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoginIT {

    private static final String GROUP = "evs1";
    private static final String ANSWER = "#dialog .said li";

    private static Chromium chromium;
    private static LiveCluster cluster;
    private static final Map<String, Path> TOKENS = new HashMap<>();
    private static Page viewer;
    private static Page operator;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        cluster = LiveCluster.begin("login", LiveCluster.SMALL);
    }

    @AfterAll
    static void every_row_is_there_and_no_page_complained() throws IOException, SQLException {
        try (Chromium ended = chromium; LiveCluster judged = cluster) {
            if (judged != null) {
                // A login that is refused is the only thing that a page says of itself.
                assertThat(ended.complaints()).allMatch(line -> line.contains("401 (Unauthorized)"));
                judged.judge();
            }
        }
    }

    /// Returns the line for the file of callers; the token goes into a file of its own.
    private static String caller(String name, String role) throws IOException, InterruptedException {
        List<String> said = cluster.done("token", name, role).out().lines().map(String::strip).toList();
        Path file = cluster.local().directory().resolve(name + ".token");
        Files.writeString(file, said.get(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        TOKENS.put(name, file);
        return said.get(3);
    }

    private static Optional<Path> token(String name) {
        return Optional.ofNullable(TOKENS.get(name));
    }

    private static Page login(String node, String name, ColorScheme scheme) throws IOException {
        Page page = chromium.open(cluster.local().api(node) + "/console/groups/" + GROUP, scheme);
        assertThat(page.url()).endsWith("/console/login");
        Chromium.assertAccessible(page);
        page.locator("#token").fill("guessed");
        page.locator("button:text-is(\"Log in\")").click();
        page.locator("[role=alert]:text-is(\"Nobody here has this token.\")").waitFor();
        page.locator("#token").fill(Files.readString(token(name).orElseThrow()));
        page.locator("button:text-is(\"Log in\")").click();
        page.locator(".bar .who").waitFor();
        return page;
    }

    private static void chooseMove(Page page, String to) {
        Chromium.choose(page, "#g-" + GROUP, "Move Group\u2026");
        page.locator("#dialog input[value=" + to + "]").click();
        page.locator("#dialog .d-would").waitFor();
    }

    @Test
    @Order(1)
    void a_login_is_asked_for_daemon_by_daemon_and_no_service_notices() throws IOException, InterruptedException {
        Map<String, Seen> before = cluster.seen();
        Path callers = cluster.local().directory().resolve("callers");
        Files.writeString(callers, String.join("\n", caller("vera", "viewer"), caller("olaf", "operator"),
                caller("anna", "administrator")) + "\n");
        cluster.showToken(token("anna").orElseThrow());
        for (String machine : cluster.local().shape().machines()) {
            Files.writeString(cluster.local().node(machine).directory().resolve("batond.yaml"),
                    "access: {tokens: \"" + callers + "\"}\n", StandardOpenOption.APPEND);
            cluster.restart(machine);
        }
        cluster.awaitWhole();
        cluster.assertUntouched(before);
        Command nobody = cluster.batonAs(Optional.empty(), "status");
        assertThat(nobody.exit()).isNotEqualTo(Exit.DONE);
        assertThat(nobody.said()).contains("show a token").contains("BATON_TOKEN_FILE");
    }

    @Test
    @Order(2)
    void a_viewer_sees_what_would_be_done_and_does_nothing() throws IOException, InterruptedException {
        String owner = cluster.owner(GROUP);
        String standby = new Machines(cluster).standby();
        viewer = login("node1", "vera", ColorScheme.LIGHT);
        assertThat(Chromium.texts(viewer, ".bar .who")).containsExactly("vera, viewer");
        chooseMove(viewer, standby);
        Command said = cluster.batonAs(token("vera"), "group", "move", GROUP, standby, "--dry-run");
        assertThat(Stream.concat(Chromium.texts(viewer, "#dialog .heading").stream(),
                Chromium.texts(viewer, ANSWER).stream()).toList()).isEqualTo(said.out().lines().map(String::strip)
                        .toList());
        Chromium.press(viewer, "Move Group");
        viewer.locator("#dialog .d-refused").waitFor();
        assertThat(Chromium.texts(viewer, ANSWER)).singleElement().asString()
                .startsWith("refused: vera is viewer; this needs operator");
        Chromium.shoot(viewer, "viewer-refused");
        Chromium.press(viewer, "Cancel");
        Command moved = cluster.batonAs(token("vera"), "group", "move", GROUP, standby, "--yes");
        assertThat(moved.exit()).isEqualTo(Exit.REFUSED);
        assertThat(moved.said()).contains("vera is viewer; this needs operator");
        assertThat(cluster.owner(GROUP)).isEqualTo(owner);
        assertThat(cluster.local().shape().machines().stream().map(cluster.local()::node).anyMatch(node ->
                logs(node.log()).lines().anyMatch(line -> line.contains("audit: refused")
                        && line.contains("vera is viewer")))).isTrue();
    }

    private static String logs(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Test
    @Order(3)
    void an_operator_acts_under_the_own_name_and_the_viewers_browser_follows() throws IOException,
            InterruptedException {
        String standby = new Machines(cluster).standby();
        operator = login("node2", "olaf", ColorScheme.DARK);
        operator.navigate(cluster.local().api("node2") + "/console");
        viewer.navigate(cluster.local().api("node1") + "/console/groups/" + GROUP);
        viewer.evaluate("window.sameDocument = true");
        chooseMove(operator, standby);
        Chromium.press(operator, "Move Group");
        operator.locator("#dialog .d-done").waitFor();
        Chromium.press(operator, "Close");
        cluster.await("the viewer sees every resource there", () -> Chromium.texts(viewer, "td.owner")
                .equals(List.of(standby, standby, standby)));
        assertThat(viewer.evaluate("window.sameDocument === true")).isEqualTo(true);
        cluster.awaitWhole();
        assertThat(cluster.done("events").said()).contains("olaf");
        Command over = cluster.batonAs(token("olaf"), "group", "move", GROUP, cluster.owner("evs2"), "--override",
                "one-group-per-node", "--reason", "to try it", "--yes");
        assertThat(over.said()).contains("olaf is operator; this needs administrator");
        Chromium.shoot(operator, "operator");
    }

    @Test
    @Order(4)
    void who_logs_out_is_nobody() {
        operator.locator(".bar .who").click();
        operator.locator("button:text-is(\"Log out\")").click();
        operator.locator("#token").waitFor();
        operator.navigate(cluster.local().api("node2") + "/console/groups/" + GROUP);
        assertThat(operator.url()).endsWith("/console/login");
    }
}
