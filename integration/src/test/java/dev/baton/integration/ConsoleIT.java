package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.h2.H2Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The console of a real cluster in a real browser, by mouse alone, and a second browser at another node that follows.
/// In the order in which one cluster can show it: the last ones upgrade it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final String GROUP = "evs1";
    private static final String ANSWER = "#dialog .said li";

    /// Somebody who is faster than any timer of the page: what a menu offers can be chosen as soon as it is open.
    private static final String CHOOSES_AT_ONCE = """
            item => document.getElementById("menu").addEventListener("beforetoggle", opened => queueMicrotask(() =>
                [...opened.target.querySelectorAll("[role=menuitem]")].find(one => one.textContent === item).click()),
                {once: true})
            """;

    private static Chromium chromium;
    private static LiveCluster cluster;
    private static Page page;
    private static Page follower;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        cluster = LiveCluster.begin("console");
        page = chromium.open(address("node1") + "/console", ColorScheme.LIGHT);
        follower = chromium.open(address("node2") + "/console/groups/" + GROUP, ColorScheme.DARK);
        follower.evaluate("window.sameDocument = true");
    }

    @AfterAll
    static void every_row_is_there_and_no_page_complained() throws IOException, SQLException {
        try (Chromium ended = chromium; LiveCluster judged = cluster) {
            if (judged != null) {
                assertThat(ended.complaints()).isEmpty();
                judged.judge();
            }
        }
    }

    private static String address(String node) {
        return cluster.local().api(node).toString();
    }

    private static void go(String path) {
        page.navigate(address("node1") + path);
    }

    private static void choose(String row, String item) {
        Chromium.choose(page, row, item);
    }

    private static void press(String button) {
        Chromium.press(page, button);
    }

    /// What the command line says of the same wish, as lines.
    private static List<String> dryRun(String... arguments) throws IOException, InterruptedException {
        Command command = cluster.baton(Stream.concat(Stream.of(arguments), Stream.of("--dry-run"))
                .toArray(String[]::new));
        return Stream.concat(command.out().lines(), command.err().lines())
                .map(line -> line.strip().replaceFirst("^baton: ", "")).toList();
    }

    private static List<String> owners(Page where) {
        return Chromium.texts(where, "td.owner");
    }

    @Test
    @Order(1)
    void a_move_by_context_menu_is_shown_before_it_is_done_and_both_browsers_see_every_owner_change() throws Exception {
        String standby = new Machines(cluster).standby();
        choose("#g-" + GROUP, "Move Group\u2026");
        page.locator("#dialog input[value=" + standby + "]").click();
        page.locator("#dialog .d-would").waitFor();
        List<String> shown = Stream.concat(Chromium.texts(page, "#dialog .heading").stream(),
                Chromium.texts(page, ANSWER).stream()).toList();
        assertThat(shown).isEqualTo(dryRun("group", "move", GROUP, standby));
        Chromium.shoot(page, "move");
        press("Move Group");
        page.locator("#dialog .d-done").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).singleElement().asString().contains(GROUP + " moves from ")
                .endsWith(" to " + standby);
        press("Close");
        cluster.await("the browser shows " + standby, () -> Chromium.texts(page, "#g-" + GROUP + " .owner")
                .equals(List.of(standby)));
        cluster.await("the other browser shows every resource there", () -> owners(follower)
                .equals(List.of(standby, standby, standby)));
        assertThat(follower.evaluate("window.sameDocument === true && Number(document.body.dataset.drawn) > 0"))
                .as("followed without being loaded again").isEqualTo(true);
        cluster.awaitWhole();
    }

    @Test
    @Order(2)
    void what_is_refused_says_so_in_the_command_lines_own_sentences() throws Exception {
        String owner = cluster.owner(GROUP);
        choose("#g-" + GROUP, "Move Group\u2026");
        page.locator("#dialog input[value=" + owner + "]").click();
        page.locator("#dialog .d-refused").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).isEqualTo(dryRun("group", "move", GROUP, owner));
        assertThat(page.locator("#dialog button[type=submit]").count()).isZero();
        press("Cancel");
        String other = cluster.owner("evs2");
        choose("#g-" + GROUP, "Move Group\u2026");
        page.locator("#dialog input[value=" + other + "]").click();
        page.locator("#dialog .d-refused").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).isEqualTo(dryRun("group", "move", GROUP, other));
        page.locator("#dialog summary").click();
        page.locator("#dialog input[name=reason]").fill("to show it");
        press("Look again");
        page.locator("#dialog .d-would").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).contains("overrides one-group-per-node: to show it");
        press("Cancel");
        choose("#g-" + GROUP, "Upgrade Virtual Server\u2026");
        page.locator("#dialog .d-refused").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).isEqualTo(dryRun("group", "upgrade", GROUP)).hasSizeGreaterThan(1);
        Chromium.shoot(page, "refused");
        press("Cancel");
    }

    @Test
    @Order(3)
    void a_node_is_paused_and_resumed() {
        choose("#n-node3", "Pause\u2026");
        page.locator("#dialog input[name=reason]").fill("new disks");
        press("Pause");
        page.locator("#dialog .d-done").waitFor();
        press("Close");
        cluster.await("node3 is shown as paused", () -> Chromium.texts(page, "#n-node3 .mark")
                .equals(List.of("Paused")) && Chromium.texts(page, "#n-node3 .why").getFirst().contains("new disks"));
        choose("#n-node3", "Resume");
        press("Resume");
        page.locator("#dialog .d-done").waitFor();
        press("Close");
        cluster.await("node3 is shown as up", () -> Chromium.texts(page, "#n-node3 .mark").equals(List.of("Up")));
    }

    @Test
    @Order(4)
    void every_page_can_be_used_by_everybody() throws IOException {
        for (String path : List.of("", "/groups?sort=owner&order=desc", "/groups/" + GROUP, "/nodes", "/nodes/node1",
                "/kinds", "/kinds/h2", "/upgrades", "/events?find=evs1")) {
            go("/console" + path);
            Chromium.assertAccessible(page);
            follower.navigate(address("node2") + "/console" + path);
            Chromium.assertAccessible(follower);
            String name = "page" + path.replaceAll("[^a-z0-9]+", "-");
            Chromium.shoot(page, name);
            Chromium.shoot(follower, name + "-dark");
        }
        go("/console/groups");
        page.locator("#g-" + GROUP + " .more").click();
        page.locator("#menu[role], #menu [role=menu]").first().waitFor();
        Chromium.assertAccessible(page);
        page.keyboard().press("Escape");
        choose("#g-" + GROUP, "Move Group\u2026");
        Chromium.assertAccessible(page);
        press("Cancel");
    }

    @Test
    @Order(5)
    void everything_can_be_reached_by_keyboard() {
        go("/console");
        page.keyboard().press("g");
        page.keyboard().press("n");
        page.waitForURL("**/console/nodes");
        page.keyboard().press("g");
        page.keyboard().press("g");
        page.waitForURL("**/console/groups");
        page.locator("#g-evs1").waitFor();
        page.keyboard().press("/");
        page.keyboard().type("evs2");
        page.locator("#g-evs1").waitFor(new Locator.WaitForOptions().setState(
                WaitForSelectorState.DETACHED));
        page.waitForURL("**/console/groups?find=evs2");
        page.locator("#g-evs2 [data-row]").focus();
        page.keyboard().press("m");
        page.locator("#menu:popover-open").waitFor();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Take Offline\u2026");
        page.keyboard().press("Enter");
        page.locator("#dialog[open] .d-would").waitFor();
        page.keyboard().press("Escape");
        page.evaluate(CHOOSES_AT_ONCE, "Take Offline\u2026");
        page.locator("#g-evs2 [data-row]").focus();
        page.keyboard().press("m");
        page.locator("#dialog[open] .d-would").waitFor();
        page.keyboard().press("Escape");
        page.locator("#g-evs2 [data-row]").focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/groups/evs2");
        assertThat(cluster.isOnline("evs2")).isTrue();
    }

    @Test
    @Order(6)
    void a_runbook_is_pasted_and_proved() throws IOException, InterruptedException {
        String steps = "upgrade " + cluster.owner(GROUP) + "\n";
        String file = Files.readString(cluster.local().upgradeFile());
        go("/console/upgrades");
        page.locator("#steps").fill(steps);
        page.locator("#prove-file").fill(file);
        page.locator("button:text-is(\"Prove\")").click();
        page.waitForURL("**/console/proofs/*");
        assertThat(page.locator(".verdict").innerText()).contains("BROKEN").contains("still has " + GROUP);
        assertThat(page.evaluate("document.querySelector('img.picture').naturalWidth > 0")).isEqualTo(true);
        Chromium.assertAccessible(page);
        Chromium.shoot(page, "proof");
    }

    @Test
    @Order(7)
    void a_virtual_server_is_upgraded_by_hand_once_nothing_stands_against_it_any_more() throws Exception {
        String standby = new Machines(cluster).standby();
        page.navigate("about:blank");
        follower.navigate("about:blank");
        cluster.local().workload().installOn(cluster.local().node(standby).directory(), H2Version.NEW.version());
        cluster.restart(standby);
        cluster.awaitWhole();
        follower.navigate(address("node2") + "/console/groups/" + GROUP);
        cluster.await(standby + " reads its version", () -> cluster.image().node(new NodeId(standby))
                .version(new ProductId("h2")).filter(now -> now.value().equals(H2Version.NEW.text())).isPresent());
        moveTo(standby);
        page.locator("#dialog .d-refused").waitFor();
        assertThat(Chromium.texts(page, ANSWER).toString()).contains("law 2").contains(H2Version.NEW.text());
        press("Cancel");
        resource("database", "Take Offline\u2026", "Take Offline");
        moveTo(standby);
        page.locator("#dialog .d-would").waitFor();
        press("Move Group");
        done();
        cluster.await("the other browser shows every resource there", () -> owners(follower)
                .equals(List.of(standby, standby, standby)));
        resource("disk", "Take Offline\u2026", "Take Offline");
        upgrade();
        page.locator("#dialog .d-refused").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).isEqualTo(dryRun("group", "upgrade", GROUP));
        assertThat(Chromium.texts(page, ANSWER).toString()).contains("disk").doesNotContain("database");
        press("Cancel");
        resource("disk", "Bring Online", "Bring Online");
        upgrade();
        page.locator("#dialog .d-would").waitFor();
        press("Upgrade Virtual Server");
        done();
        cluster.await("the other browser shows the format", () -> Chromium.texts(follower, "main .summary").toString()
                .contains("data 2.5"));
        resource("database", "Bring Online", "Bring Online");
        cluster.awaitRows(Set.of(GROUP));
    }

    private static void moveTo(String node) {
        go("/console/groups");
        choose("#g-" + GROUP, "Move Group\u2026");
        page.locator("#dialog input[value=" + node + "]").click();
    }

    private static void upgrade() {
        go("/console/groups");
        choose("#g-" + GROUP, "Upgrade Virtual Server\u2026");
    }

    private static void done() {
        page.locator("#dialog .d-done").waitFor();
        press("Close");
    }

    /// Orders something of a resource, and returns when the page shows it.
    private static void resource(String name, String item, String button) {
        go("/console/groups/" + GROUP);
        choose("#r-" + name, item);
        page.locator("#dialog .d-would").waitFor();
        press(button);
        done();
        String state = button.equals("Bring Online") ? "Online" : "Offline";
        cluster.await(name + " is shown as " + state, () -> Chromium.texts(page, "#r-" + name + " .mark")
                .equals(List.of(state)));
    }

    @Test
    @Order(8)
    void an_upgrade_is_planned_started_approved_and_finished() throws IOException, InterruptedException {
        Map<String, Seen> before = cluster.seen();
        go("/console/upgrades");
        page.locator("#plan-file").fill(Files.readString(cluster.local().upgradeFile())
                + "stop-before: [first-install]\n");
        page.locator("button:text-is(\"Plan and prove\")").click();
        page.waitForURL("**/console/plans/*");
        assertThat(page.locator(".verdict").innerText().strip()).startsWith("PROVED");
        assertThat(page.evaluate("document.querySelector('img.picture').naturalWidth > 0")).isEqualTo(true);
        Chromium.assertAccessible(page);
        Chromium.shoot(page, "plan");
        page.locator("button:text-is(\"Try it out on paper\")").click();
        page.locator("#rehearsal pre").waitFor();
        assertThat(page.locator("#rehearsal pre").innerText()).contains("rehearsed");
        page.locator("main button:has-text(\"Start the Run\")").click();
        page.locator("#dialog .d-would").waitFor();
        assertThat(Chromium.texts(page, ANSWER)).filteredOn(line -> line.startsWith("clients notice: ")).hasSize(2);
        press("Start the Run");
        page.locator("#dialog .d-done").waitFor();
        press("Close");
        page.locator(".bar .on").click();
        page.waitForURL("**/console/upgrades/*");
        page.locator(".verdict.waiting").waitFor();
        Chromium.assertAccessible(page);
        Chromium.shoot(page, "waiting");
        page.locator("main button:text-is(\"Approve\")").click();
        page.locator("#dialog .d-would").waitFor();
        press("Approve");
        page.locator("#dialog .d-done").waitFor();
        press("Close");
        page.locator("tr#s-3.s-pending").waitFor();
        Chromium.shoot(page, "running");
        cluster.await("the run is finished on the page", () -> page.locator("main .summary .mark").first().innerText()
                .equals("finished"));
        assertThat(page.locator(".screen").innerText()).contains("finished in").contains("reached");
        Chromium.shoot(page, "report");
        cluster.awaitWhole();
        before.keySet().forEach(group -> cluster.assertOutages(before, group, group.equals(GROUP) ? 0 : 1));
    }

    @Test
    @Order(9)
    void the_examples_of_the_document_are_answered() throws IOException, InterruptedException {
        List<String> examples = Files.readAllLines(Path.of("..", "docs", "console.md")).stream()
                .filter(line -> line.startsWith("curl ")).toList();
        assertThat(examples).hasSizeGreaterThan(5);
        for (String example : examples) {
            Command command = Command.run(Map.of(), List.of("bash", "-c", example.replace("http://127.0.0.1:8420",
                    address("node1"))));
            assertThat(command.exit()).as(command.toString()).isZero();
            assertThat(command.out()).as(example).isNotBlank();
        }
        assertThat(cluster.isOnline(GROUP)).as("only a dry run").isTrue();
    }

    @Test
    @Order(10)
    void a_page_of_another_origin_may_not_act() {
        Page stranger = chromium.stranger();
        Object outcome = stranger.evaluate("address => fetch(address + '/console/orders/group-offline', {method: "
                + "'POST', mode: 'no-cors', headers: {'Content-Type': 'application/x-www-form-urlencoded'}, "
                + "body: 'group=evs1&key=stranger'}).then(answer => answer.type, error => 'stopped')",
                address("node1"));
        assertThat(outcome).as("it was sent, and its sender may not even see the answer").isEqualTo("stopped");
        cluster.awaitRows();
        assertThat(cluster.isOnline(GROUP)).isTrue();
        stranger.close();
    }
}
