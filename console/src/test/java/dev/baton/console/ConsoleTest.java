package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.screen.StatusScreen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    private static final ClusterImage LAB = Made.cluster(4, 3);

    private final Console console = new Console();

    /// The words of a page, without what draws them.
    private static String words(String html) {
        return html.replaceAll("(?s)<svg.*?</svg>", " ").replaceAll("<[^>]*>", " ").replace("&#39;", "'")
                .replaceAll("\\s+", " ");
    }

    private static String row(String page, String id) {
        return words(page.replaceAll("(?s).*<tr id=\"" + id + "\"", "<tr ").replaceAll("(?s)</tr>.*", ""));
    }

    @Test
    void a_row_says_name_state_owner_target_version_format_age_and_why() {
        String page = console.groups(Made.known(LAB), Query.PLAIN);
        assertThat(row(page, "g-g1")).isEqualTo(" g1 Online node1 node4 1.0 1.0 3h placed for the first time ");
        assertThat(row(page, "g-g3")).startsWith(" g3 ! Online node3 node4");
    }

    @Test
    void every_state_is_a_word_and_a_shape_of_its_own() {
        GroupImage group = LAB.group(Made.group(1));
        assertThat(console.groups(Made.known(LAB), Query.PLAIN)).contains("<span class=\"mark m-online\">");
        ClusterImage failed = LAB.with(group.withClaim(Optional.empty()).withPlacement(
                new Placement(Optional.empty(), 2, new TreeSet<>(), "no node may take it", Optional.empty())));
        String page = console.groups(Made.known(failed), Query.PLAIN);
        assertThat(page).contains("<span class=\"mark m-failed\">").contains("href=\"#i-failed\"");
        assertThat(row(page, "g-g1")).startsWith(" g1 Failed - ").contains("no node may take it");
    }

    @Test
    void what_is_unmanaged_says_so_and_who_and_its_menu_gives_it_back() {
        GroupImage group = LAB.group(Made.group(1));
        Known kept = Made.known(LAB.with(group.withPlacement(group.placement().withUnmanaged(Optional.of(
                new Unmanaged("ann", Optional.of("the disk is copied")))))));
        assertThat(row(console.groups(kept, Query.PLAIN), "g-g1")).startsWith(" g1 Online, unmanaged node1 ")
                .contains("unmanaged by ann: the disk is copied; placed for the first time");
        assertThat(console.groups(kept, Query.PLAIN)).contains("<span class=\"mark m-paused\">");
        assertThat(words(console.group(kept, "g1").orElseThrow())).contains("Baton only observes it");
        assertThat(console.menu(kept, "g1", "", "").orElseThrow()).contains("Manage Again")
                .doesNotContain("Only Observe");
        assertThat(console.menu(Made.known(LAB), "g1", "", "").orElseThrow()).contains("Only Observe");
    }

    @Test
    void what_nobody_could_take_over_is_said_in_the_bar_and_in_the_row() {
        ClusterImage alone = LAB.with(LAB.node(Made.node(4)).withMembership(Membership.DOWN, 1, "boot"));
        Known known = Made.known(alone);
        String page = console.cluster(known);
        assertThat(known.troubles()).isEqualTo(new StatusScreen(alone, Optional.of(Made.node(1)), new TreeMap<>(),
                Optional.empty()).troubles()).isNotEmpty();
        assertThat(words(page)).contains(known.troubles().getFirst());
        assertThat(row(page, "g-g1")).contains(" nobody ");
        assertThat(words(console.cluster(Made.known(LAB)))).contains(" any one node may fail ");
    }

    @Test
    void a_name_is_shown_as_text_whatever_it_says() {
        Known known = Made.known(LAB);
        Known foreign = Known.of(known.self(), known.status(), known.cover(), List.of(),
                List.of(new EventView(1, Made.NOW, "<script>alert(1)</script>", "g1",
                        "\"><img src=x onerror=alert(1)>", EventKind.OTHER)),
                Optional.of("<b>cut</b>"), Optional.of("<i>vera</i>"));
        String page = console.events(foreign, Query.of(Map.of("find", "\"><script>")));
        assertThat(page + console.cluster(foreign)).doesNotContain("<script>alert").doesNotContain("<img src=x")
                .doesNotContain("<b>cut").doesNotContain("\"><script>\"").doesNotContain("<i>vera")
                .contains("&lt;i&gt;vera");
    }

    @Test
    void nothing_on_a_page_is_run_or_styled_inline() {
        Known known = Made.known(LAB);
        String pages = console.cluster(known) + console.group(known, "g1").orElseThrow()
                + console.node(known, "node1").orElseThrow() + console.upgrades(known) + console.kinds(known);
        assertThat(pages).doesNotContain(" style=").doesNotContain("<style").doesNotContain("javascript:")
                .doesNotContain(" onclick=").doesNotContain("hx-on").doesNotContain("//cdn");
        assertThat(pages.replaceAll("<script src=\"/console/static/[a-z.]+\"( defer)?></script>", ""))
                .doesNotContain("<script");
    }

    @Test
    void what_does_not_exist_has_no_page_and_no_menu() {
        Known known = Made.known(LAB);
        assertThat(console.group(known, "g9")).isEmpty();
        assertThat(console.node(known, "../g1")).isEmpty();
        assertThat(console.kind(known, "none")).isEmpty();
        assertThat(console.menu(known, "g9", "", "")).isEmpty();
        assertThat(console.menu(known, "g1", "tape", "")).isEmpty();
    }

    @Test
    void whether_the_cluster_may_be_finalized_is_on_one_page_in_the_words_of_the_command_line() {
        assertThat(console.upgrades(Made.known(LAB))).contains("nothing to finalize")
                .doesNotContain("Finalize the Cluster");
        ClusterImage newer = LAB;
        for (int n = 1; n <= 4; n++) {
            NodeImage node = newer.node(Made.node(n));
            newer = newer.with(node.withFacts(new NodeFacts(node.facts().versions(), new LevelRange(1, n == 4 ? 1 : 2),
                    "cgroup", "")));
        }
        Known known = Made.known(newer);
        assertThat(words(console.upgrades(known))).contains("NOT YET: 1 reason").contains("node4")
                .contains("Finalize the Cluster");
        assertThat(known.status().finalizing().text().lines()).allSatisfy(line -> assertThat(words(
                console.upgrades(known))).contains(line.strip().replaceAll("\\s+", " ").replace(">", "&gt;")));
        Order order = Order.of(Verb.FINALIZE, Map.of("level", "2"));
        assertThat(order.request(_ -> Optional.empty())).isEqualTo(new Request.FinalizeLevel(2));
        assertThatThrownBy(() -> Order.of(Verb.FINALIZE, Map.of("level", "-1")).request(_ -> Optional.empty()))
                .hasMessage("'-1' is no level");
    }

    @Test
    void a_paused_node_says_who_holds_it_and_why() {
        ClusterImage held = LAB.with(LAB.node(Made.node(2)).withHold(new Hold(new HoldId("operator"), "operator",
                "new disks", Hold.Strength.PAUSED, Optional.empty())));
        assertThat(row(console.nodes(Made.known(held), Query.PLAIN), "n-node2")).contains(" Paused ")
                .contains("held by operator: new disks");
    }

    @Test
    void a_move_offers_every_node_with_what_speaks_for_or_against_it() {
        Known known = Made.known(LAB);
        Order order = Order.of(Verb.MOVE, Map.of("group", "g1", "nonsense", "x"));
        assertThat(order.complete()).isFalse();
        Dialog dialog = Dialog.choose(known, order, "k");
        assertThat(dialog.choices()).extracting(Choice::name, Choice::answer).containsExactly(
                tuple("best", "yes"), tuple("node1",
                        "owner"), tuple("node2", "no"),
                tuple("node3", "no"), tuple("node4",
                        "yes"));
        assertThat(console.dialog(dialog)).doesNotContain("type=\"submit\"");
    }

    @Test
    void what_would_be_done_is_the_preview_of_the_command_line() {
        Known known = Made.known(LAB);
        Order order = Order.of(Verb.MOVE, Map.of("group", "g1", "to", "node4"));
        Request request = order.request(_ -> Optional.empty());
        Notice notice = order.notice(known, request, List.of());
        Answer.Accepted would = new Answer.Accepted(List.of("g1 moves from node1 to node4"), new TreeMap<>());
        Dialog dialog = Dialog.would(known, order, notice, would, "k");
        assertThat(dialog.lines()).isEqualTo(notice.preview(would)).containsExactly(
                "clients notice: g1 stops on node1 and starts on node4", "g1 moves from node1 to node4");
        assertThat(console.dialog(dialog)).contains("name=\"key\" value=\"k\"").contains("primary outage");
    }

    @Test
    void a_rule_is_overridden_only_by_name_and_with_a_reason() {
        Map<String, String> move = Map.of("group", "g1", "to", "node2");
        Dialog refused = Dialog.refused(Made.known(LAB), Order.of(Verb.MOVE, move), Problem.refused(List.of(
                new RequestReason.Unknown("group", "g1", List.of()))), "k");
        assertThat(console.dialog(refused)).contains("Override one rule").contains(">one-group-per-node<");
        Map<String, String> overridden = new java.util.HashMap<>(move);
        overridden.put("override", "one-group-per-node");
        assertThatThrownBy(() -> Order.of(Verb.MOVE, overridden).request(_ -> Optional.empty()))
                .hasMessageContaining("needs a reason");
        overridden.put("reason", "node3 burns");
        Order order = Order.of(Verb.MOVE, overridden);
        assertThat(order.request(_ -> Optional.empty())).isEqualTo(new Request.MoveGroup(Made.group(1),
                Optional.of(Made.node(2)), Optional.of(new Waiver("one-group-per-node", "node3 burns"))));
        Dialog would = Dialog.would(Made.known(LAB), order, Notice.NONE, new Answer.Accepted(List.of("moves"),
                new TreeMap<>()), "k");
        assertThat(would.lines()).containsExactly("moves", "overrides one-group-per-node: node3 burns");
        assertThat(console.dialog(would)).contains("name=\"override\" value=\"one-group-per-node\"")
                .contains("name=\"reason\" value=\"node3 burns\"");
        overridden.put("override", "everything");
        assertThatThrownBy(() -> Order.of(Verb.MOVE, overridden).request(_ -> Optional.empty()))
                .hasMessageContaining("known: one-group-per-node");
    }

    @Test
    void maintenance_always_ends_by_itself() {
        Order order = Order.of(Verb.BEGIN_MAINTENANCE, Map.of("node", "node2"));
        assertThat(order.request(_ -> Optional.empty())).isEqualTo(new Request.BeginMaintenance(new TreeSet<>(
                List.of(Made.node(2))), "maintenance", Duration.ofHours(2)));
        Dialog would = Dialog.would(Made.known(LAB), order, Notice.NONE, new Answer.Accepted(List.of("closed"),
                new TreeMap<>()), "k");
        assertThat(console.dialog(would)).contains("name=\"for\" value=\"2h\"").contains("name=\"reason\"");
        assertThatThrownBy(() -> Order.of(Verb.BEGIN_MAINTENANCE, Map.of("node", "node2", "for", "soon"))
                .request(_ -> Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refusal_leaves_nothing_to_confirm() {
        Dialog dialog = Dialog.refused(Made.known(LAB), Order.of(Verb.CONVERT, Map.of("group", "g1")),
                Problem.refused(List.of(new RequestReason.Unknown("group", "g1", List.of("g2")))), "k");
        assertThat(dialog.lines()).singleElement().asString().startsWith("refused: there is no group 'g1'");
        assertThat(console.dialog(dialog)).doesNotContain("type=\"submit\"");
    }

    @Test
    void an_upgrade_is_planned_from_its_text_and_proved() {
        Planned planned = Planned.of(Made.UPGRADE, "", LAB);
        assertThat(planned).isInstanceOfSatisfying(Planned.Shown.class, shown -> {
            assertThat(shown.startable()).isTrue();
            assertThat(shown.view().verdict()).isEqualTo("PROVED");
            assertThat(shown.view().outages()).isEqualTo(3);
            assertThat(shown.document().whole()).isTrue();
        });
        String page = words(console.plan(Made.known(LAB), planned));
        assertThat(page).contains("PROVED").contains("Start the Run").contains("3, fewer is impossible");
        assertThat(Planned.of("upgrade: x\nproducts: 7\n", "", LAB)).isInstanceOf(Planned.Mistaken.class);
        assertThat(Planned.of(Made.UPGRADE, "slowest", LAB)).isInstanceOf(Planned.Mistaken.class);
        assertThat(words(console.plan(Made.known(LAB), Planned.compared(Made.UPGRADE, LAB))))
                .contains("fewest-outages").contains("documented").doesNotContain("Start the Run");
    }

    @Test
    void what_is_in_the_way_of_a_plan_is_looked_at_on_its_page() {
        Planned.Shown planned = (Planned.Shown) Planned.of(Made.UPGRADE, "", LAB);
        MachineSurvey asked = new MachineSurvey(new NodeId("node1"), List.of(new MachineSurvey.Answer.Silent(
                new NodeId("node2"), "no answer in time")));
        assertThat(words(console.checks(Made.known(LAB), planned, asked))).contains("READY").contains("disk space")
                .contains("node2: no answer in time");
        ClusterImage moved = LAB.with(LAB.node(new NodeId("node1")).withMembership(Membership.DOWN, 1, "boot"));
        assertThat(words(console.checks(Made.known(moved), planned, asked))).contains("NOT READY")
                .contains("start batond on node1").contains("what was shown is what runs");
    }

    @Test
    void the_page_of_a_run_links_to_its_report_and_says_what_ends_with_it_where_it_waits_for_that() {
        RunView.StepLine last = new RunView.StepLine(0, "wait for approval before finalize", "now", 1, Optional.empty(),
                "");
        RunView waits = new RunView(new RunId("r1"), "app-2.0", "a91f0c3", "waiting", Optional.of("approval"), Made.NOW,
                Optional.empty(), "ada at lab", List.of(), 0, List.of(new RunView.StageLine(1, "finalize", "now",
                        Duration.ZERO, Optional.empty(), List.of(last))), List.of(), List.of(), List.of(), List.of(),
                Optional.empty());
        assertThat(console.run(Made.known(LAB), waits)).contains("href=\"/console/upgrades/r1/report.html\"",
                "href=\"/api/v1/runs/r1/report\"", "the right to roll back ends");
    }

    @Test
    void a_pasted_runbook_is_judged() {
        Proved broken = Proved.of("upgrade node1\n# all of it", Made.UPGRADE, LAB);
        assertThat(broken.word()).isEqualTo("BROKEN");
        assertThat(String.join(" ", broken.lines())).contains("g1");
        assertThat(broken.svg()).startsWith("<svg");
        assertThat(Proved.of("dance", Made.UPGRADE, LAB).word()).isEqualTo("MALFORMED");
        assertThat(Proved.of("upgrade node9", Made.UPGRADE, LAB).word()).isEqualTo("MALFORMED");
        assertThat(Proved.of("upgrade node1", "", LAB).word()).isEqualTo("MALFORMED");
    }
}
