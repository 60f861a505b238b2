package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Outcome;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClockSkew;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of the operator, plans and runs.
final class PlansTest {

    private static final String CLUSTER = """
            cluster: pg
            nodes:   {node1: 10.0.0.11, node2: 10.0.0.12, node3: 10.0.0.13, node4: 10.0.0.14}
            witness: {node5: 10.0.0.15}
            fencing: none
            groups:
              pg1: {kind: pg, prefer: [node1]}
              pg2: {kind: pg, prefer: [node2]}
              pg3: {kind: pg, prefer: [node3]}
            """;
    private static final String KIND = """
            kind: pg
            product: postgresql
            data: compatible
            resources:
              disk:     {type: process, with: {run: "hold {group}"}}
              database: {type: process, needs: [disk], with: {run: "serve {group}"}}
            version: "pg --version"
            """;
    private static final String UPGRADE = """
            upgrade: pg-15.19
            products:
              - {product: postgresql, from: ">=15.10 <15.19", to: 15.19, install: "install 15.19", takes: 10m}
            """;
    private static final String H2 = """
            upgrade: h2-2.5
            products:
              - {product: h2, from: ">=1.4 <2", to: 2.5.252, install: "install", takes: 5s}
            """;

    private static final String OFFLINE_PLAN = "plan -f upgrade.yaml --cluster-file cluster.yaml";

    @TempDir
    private Path directory = Path.of("");

    private final SpokenCluster cluster = new SpokenCluster(Scenes.fourNodes());

    @BeforeEach
    void files() throws IOException {
        write("cluster.yaml", CLUSTER);
        write("kinds/pg.yaml", KIND);
        write("upgrade.yaml", UPGRADE);
        write("h2.yaml", H2);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private Shell offline() {
        return Shell.at(directory).with("BATON_API", "http://127.0.0.1:1");
    }

    private Shell shell() {
        return Shell.at(directory).with("BATON_API", cluster.url());
    }

    @Test
    void a_defined_cluster_is_planned_and_proved_without_any_node() {
        Outcome outcome = offline().baton(words(OFFLINE_PLAN + " -o p.json"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(0);
        assertThat(outcome.out()).contains("postgresql 15.10 -> 15.19   4 nodes, 3 groups", "1  upgrade node4",
                "outages      3, one per group", "PROVED       15 laws", "baton upgrade start p.json");
        Outcome proof = offline().baton("prove", "p.json");
        assertThat(proof.exit()).isEqualTo(0);
        assertThat(proof.out()).startsWith("PROVED   15 laws");
    }

    @Test
    void the_written_order_costs_twice_as_many_outages() {
        assertThat(offline().baton(words("upgrade " + OFFLINE_PLAN + " --preset documented")).out())
                .contains("outages      6, two per group");
    }

    @Test
    void what_the_operator_does_not_accept_is_refused_and_still_shown() throws IOException {
        write("upgrade.yaml", UPGRADE + "accept: {no-failover: 30m per group}\n");
        Outcome outcome = offline().baton(words(OFFLINE_PLAN));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).contains("MORE THAN the 30 min per group that you", "BROKEN       law 4, cover");
        assertThat(outcome.err()).contains("law 4, cover");
        assertThat(offline().baton(words(OFFLINE_PLAN + " -o p.json")).err())
                .contains("nothing was saved");
        assertThat(directory.resolve("p.json")).doesNotExist();
    }

    @Test
    void a_plan_that_is_impossible_is_refused_with_reasons_and_what_would_help() throws IOException {
        write("upgrade.yaml", UPGRADE.replace(">=15.10 <15.19", ">=15.10 <15.12"));
        write("cluster.yaml", CLUSTER.replace(", node4: 10.0.0.14", ""));
        Outcome outcome = offline().baton(words(OFFLINE_PLAN));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).contains("NO PLAN", "would help");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cluster.yaml | fencing: none | fencing: ipmi | cluster.yaml:4:10: fencing: write `none`, or a fence agent
            cluster.yaml | kind: pg | kind: my | cluster.yaml:6:15: groups.pg1.kind: there
            cluster.yaml | [node2] | [node9] | cluster.yaml:7:28: groups.pg2.prefer[0]: there is no node 'node9'
            cluster.yaml | cluster: pg | cluster: [ | cluster.yaml:3:1: not YAML: expected ',' or ']'
            kinds/pg.yaml | compatible | sometimes | kinds/pg.yaml:3:7: data: 'sometimes' is none of compatible,
            upgrade.yaml | 10m | soon | upgrade.yaml:3:
            upgrade.yaml | upgrade: | upgrad: | upgrade.yaml:1:
            """)
    void a_malformed_file_ends_with_2_and_names_file_line_and_field(String file, String before, String after,
            String sentence) throws IOException {
        Path path = directory.resolve(file);
        write(file, Files.readString(path).replaceFirst(java.util.regex.Pattern.quote(before),
                java.util.regex.Matcher.quoteReplacement(after)));
        Outcome outcome = offline().baton(words(OFFLINE_PLAN));
        assertThat(outcome.err()).startsWith("baton: " + sentence);
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_configuration_is_read_before_anything_is_asked_of_the_cluster() throws IOException {
        assertThat(offline().baton("config", "validate", "-f", "cluster.yaml").out())
                .isEqualTo("cluster.yaml is well: cluster pg, 5 nodes, 3 groups, kinds: pg\n");
        write("cluster.yaml", CLUSTER.replace("node1]", "node7]"));
        assertThat(shell().baton("apply", "-f", "cluster.yaml", "--yes").exit()).isEqualTo(2);
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void what_is_meant_to_go_is_named_to_the_leader() {
        assertThat(shell().baton("config", "apply", "-f", "cluster.yaml", "--delete", "evs1", "--delete", "node4")
                .exit()).isEqualTo(0);
        assertThat(cluster.requests()).singleElement().isInstanceOfSatisfying(Request.ApplyConfiguration.class,
                apply -> assertThat(apply.delete()).containsExactly("evs1", "node4"));
    }

    @Test
    void a_change_of_what_runs_asks_first() throws IOException {
        write("cluster.yaml", CLUSTER.replace("pg1:", "evs1:"));
        Outcome outcome = shell().baton("config", "apply", "-f", "cluster.yaml");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("the resources of evs1 change; it is Online on node1");
        assertThat(shell().baton("config", "apply", "-f", "cluster.yaml", "--yes").exit()).isEqualTo(0);
    }

    @Test
    void a_diff_says_field_by_field_what_an_apply_would_change_and_asks_nothing_of_the_leader() throws IOException {
        String said = shell().baton("config", "diff", "-f", "cluster.yaml").out();
        assertThat(said).contains("group evs1 removed\n", "group pg1 added\n", "settings name ");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void a_plan_that_was_edited_is_neither_proved_nor_started() throws IOException {
        shell().baton("plan", "-f", "h2.yaml", "-o", "plan.json");
        write("plan.json", Files.readString(directory.resolve("plan.json")).replace("\"2.5.252\"", "\"2.5.999\""));
        for (String verb : List.of("prove", "upgrade start")) {
            Outcome outcome = shell().baton((verb + " plan.json").split(" "));
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).contains("plan.json was changed after it was saved");
        }
        write("plan.json", "{}");
        assertThat(shell().baton("prove", "plan.json").err()).contains("plan.json is no saved plan");
    }

    @Test
    void what_was_shown_is_what_runs() {
        assertThat(shell().baton("plan", "-f", "h2.yaml", "-o", "plan.json").exit()).isEqualTo(0);
        Outcome unasked = shell().baton("upgrade", "start", "plan.json");
        assertThat(unasked.exit()).isEqualTo(2);
        assertThat(unasked.err()).contains("evs1, in step 2: move evs1 node1 -> node4, convert to 2.5");
        Outcome outcome = shell().baton("upgrade", "start", "plan.json", "--yes");
        assertThat(outcome.exit()).isEqualTo(0);
        assertThat(outcome.out()).contains("baton upgrade watch");
        assertThat(cluster.requests()).singleElement().isInstanceOfSatisfying(Request.StartRun.class, start ->
                assertThat(start.plan().outages()).isEqualTo(3));
    }

    @Test
    void a_plan_for_a_cluster_that_has_moved_on_is_refused_with_what_differs() {
        shell().baton("plan", "-f", "h2.yaml", "-o", "plan.json");
        try (SpokenCluster later = new SpokenCluster(Scenes.moved(Scenes.fourNodes(), Scenes.group(1),
                Scenes.node(4)))) {
            Outcome outcome = shell().baton("upgrade", "start", "plan.json", "--yes", "--api", later.url());
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).contains("the plan was made for a cluster where evs1 is on node1",
                    "evs1 is on node4", "plan again: baton plan");
            assertThat(later.requests()).isEmpty();
            assertThat(shell().baton("prove", "plan.json", "--now", "--api", later.url()).exit()).isEqualTo(1);
        }
    }

    @Test
    void a_written_procedure_is_proved_line_by_line() throws IOException {
        write("steps.txt", "upgrade node4\nmove evs1 from node1 to node4   # the spare first\nconvert evs1\n");
        Outcome outcome = shell().baton("prove", "steps.txt", "-f", "h2.yaml");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).startsWith("BROKEN   law ");
        write("steps.txt", "upgrade node4\nhope for the best\n");
        Outcome wrong = shell().baton("prove", "steps.txt", "-f", "h2.yaml");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("steps.txt: line 2, 'hope for the best'",
                "move <group> from <node> to <node>");
    }

    @ParameterizedTest
    @CsvSource({"running,0", "finished,0", "waiting,4", "paused,4", "stopped,4", "aborted,4"})
    void a_run_that_waits_or_failed_ends_status_with_4(String status, int exit) {
        cluster.runs(run(status));
        assertThat(shell().baton("upgrade", "status").exit()).isEqualTo(exit);
        assertThat(shell().baton("upgrade", "report").exit()).isEqualTo(0);
        assertThat(shell().baton("upgrade", "report", "r1", "--json").out()).contains("\"upgrade\":\"h2-2.5\"");
        assertThat(shell().baton("why", "run").out()).startsWith("r1 (h2-2.5) is " + status);
    }

    @Test
    void an_upgrade_is_checked_before_it_starts_from_its_file_or_from_a_plan_and_the_leader_has_the_last_word() {
        assertThat(shell().baton("plan", "-f", "h2.yaml", "-o", "plan.json").err()).isEmpty();
        Outcome ready = shell().baton("upgrade", "check", "plan.json");
        assertThat(ready.err()).isEmpty();
        assertThat(ready.out()).startsWith("h2-2.5   READY   ").contains("ok  asked the leader");
        assertThat(ready.exit()).isZero();
        assertThat(shell().baton("upgrade", "check", "h2.yaml", "--json").out()).contains("\"name\":\"disk space\"");
        assertThat(cluster.requests()).isEmpty();
        cluster.answers((_, _) -> SpokenCluster.refused(new RequestReason.NotSo("gate drill of upgrade h2-2.5",
                "no drill has passed", "baton drill")));
        Outcome refused = shell().baton("upgrade", "check", "plan.json");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("NOT READY", "NO  asked the leader", "no drill has passed");
    }

    @Test
    void a_machine_without_room_keeps_an_upgrade_from_starting_and_one_of_an_earlier_build_asks_nobody()
            throws IOException {
        assertThat(shell().baton("upgrade", "check", "h2.yaml").out()).contains("?   disk space", "?   clock skew",
                "no machine was asked");
        cluster.machines(new MachineSurvey.Answer.Told(new MachineFacts(new NodeId("node1"), SpokenCluster.NOW, "boot",
                        List.of(new MachineFacts.FileSystem(List.of("/tmp"), 700_000_000, 9_000_000_000L)), List.of()),
                        ClockSkew.NONE),
                new MachineSurvey.Answer.Silent(new NodeId("node2"), "no answer in time"));
        Outcome full = shell().baton("upgrade", "check", "h2.yaml");
        assertThat(full.exit()).isEqualTo(1);
        assertThat(full.out()).contains("NO  disk space", "node1 has 700 MB of 9 GB free where /tmp is",
                "node2: no answer in time", "-> make room on node1", "?   clock skew");
        assertThat(shell().baton("upgrade", "check", "h2.yaml", "--json").out()).contains("\"free\":700000000",
                "\"kind\":\"silent\"");
        write("roomy.yaml", H2 + "need: {disk: 500MB}\n");
        Outcome fine = shell().baton("upgrade", "check", "roomy.yaml");
        assertThat(fine.out()).contains("?   disk space", "at least 500 MB free on 1 of 2 machines");
        assertThat(fine.exit()).isZero();
    }

    @Test
    void a_report_is_written_as_text_markdown_one_page_of_html_or_json_and_no_other_way() throws IOException {
        cluster.runs(run("finished"));
        assertThat(shell().baton("upgrade", "report", "--format", "md").out()).startsWith("# Run r1 of h2-2.5: ");
        assertThat(shell().baton("upgrade", "report", "r1", "--format", "html", "-o", "r1.html").exit()).isZero();
        assertThat(Files.readString(directory.resolve("r1.html"))).startsWith("<!doctype html>").contains("<svg")
                .doesNotContain("http-equiv", "<script", "src=", "@import", "url(http");
        assertThat(Json.read(shell().baton("upgrade", "report", "--format", "json").out(), RunReport.class).run().run())
                .hasToString("r1");
        Outcome wrong = shell().baton("upgrade", "report", "--format", "pdf");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no format 'pdf'", "text, md, html, json");
    }

    @ParameterizedTest
    @CsvSource({"finished,0", "waiting,4", "stopped,4"})
    void watching_ends_with_the_run_or_where_a_person_is_needed(String status, int exit) {
        cluster.runs(run(status));
        assertThat(shell().baton("upgrade", "watch").exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource({"approve", "pause", "resume", "rollback", "abort"})
    void a_word_about_the_run_is_handed_to_the_leader_unasked(String verb) {
        assertThat(shell().baton("upgrade", verb).exit()).isEqualTo(0);
        assertThat(cluster.requests()).singleElement().asString().startsWithIgnoringCase(verb + "Run");
    }

    @Test
    void no_line_of_a_proof_or_a_page_is_longer_than_80_columns() {
        shell().baton("plan", "-f", "h2.yaml", "-o", "plan.json");
        cluster.runs(run("running"));
        for (String words : List.of("prove plan.json", "plan -f h2.yaml", "status", "group show evs1",
                "node show node1", "why evs1", "why node1", "upgrade status", "upgrade report",
                "config apply --help")) {
            assertThat(shell().baton(words.split(" ")).out().lines().filter(line -> line.length() > 80)).as(words)
                    .isEmpty();
        }
    }

    private static RunView run(String status) {
        return new RunView(new RunId("r1"), "h2-2.5", "a91f0c3", status,
                status.equals("waiting") ? Optional.of("approval before finalize") : Optional.empty(),
                SpokenCluster.NOW, Optional.empty(), "admin at lab", List.of(Scenes.node(2)), 3,
                List.of(new RunView.StageLine(1, "upgrade node4", status.equals("finished") ? "done" : "now",
                        Duration.ofMinutes(10), Optional.of(Duration.ofMinutes(4)),
                        List.of(new RunView.StepLine(0, "hold node4 closed", status.equals("finished") ? "done" : "now",
                                1, Optional.empty(), "")))), List.of(), List.of(), List.of(), List.of(),
                Optional.empty());
    }
}
