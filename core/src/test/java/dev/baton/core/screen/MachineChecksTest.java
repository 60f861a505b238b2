package dev.baton.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.ClockSkew;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineFacts.FileSystem;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.MachineSurvey.Answer;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.UpgradeSpec.Needs;
import dev.baton.core.screen.Readiness.PreCheck;
import dev.baton.core.screen.Readiness.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Truth tables of what is made of the machines' own words.
class MachineChecksTest {

    private static final long GIGA = 1_000_000_000L;
    private static final NodeId ASKER = new NodeId("node1");

    private static NodeId node(int n) {
        return new NodeId("node" + n);
    }

    private static FileSystem disk(long free, String... directories) {
        return new FileSystem(List.of(directories), free, 20 * GIGA);
    }

    private static Answer told(int n, long aheadMillis, long withinMillis, FileSystem... disks) {
        return new Answer.Told(new MachineFacts(node(n), Instant.EPOCH, "boot", List.of(disks), List.of()),
                new ClockSkew(Duration.ofMillis(aheadMillis), Duration.ofMillis(withinMillis)));
    }

    private static Answer roomy(int n, long aheadMillis, long withinMillis) {
        return told(n, aheadMillis, withinMillis, disk(10 * GIGA, "/"));
    }

    private static Answer silent(int n, String why) {
        return new Answer.Silent(node(n), why);
    }

    private static PreCheck disk(Answer... answers) {
        return new MachineChecks(Needs.USUAL, Optional.of(new MachineSurvey(ASKER, List.of(answers)))).all().getFirst();
    }

    private static PreCheck clock(Answer... answers) {
        return new MachineChecks(Needs.USUAL, Optional.of(new MachineSurvey(ASKER, List.of(answers)))).all().getLast();
    }

    private static void check(PreCheck check, Result result, String... facts) {
        assertThat(check.result()).as(String.join("\n", check.facts())).isEqualTo(result);
        assertThat(check.facts()).containsExactly(facts);
        assertThat(check.wayOut().isEmpty()).isEqualTo(result == Result.PASSED);
    }

    @Test
    void a_file_system_with_less_room_than_is_needed_fails_and_is_named_with_its_numbers() {
        check(disk(told(1, 0, 0, disk(10 * GIGA, "/"), disk(3 * GIGA, "/tmp", "/var/lib/baton"))), Result.PASSED,
                "at least 1 GB free on 1 machine; the least: node1 has 3 GB of 20 GB free where /tmp /var/lib/baton "
                        + "are");
        check(disk(told(1, 0, 0, disk(GIGA, "/"))), Result.PASSED,
                "at least 1 GB free on 1 machine; the least: node1 has 1 GB of 20 GB free where / is");
        check(disk(roomy(1, 0, 0), told(2, 0, 0, disk(GIGA - 1, "/", "/tmp"))), Result.FAILED,
                "node2 has 999 MB of 20 GB free where / /tmp are (the upgrade needs 1 GB on every machine)");
        check(disk(told(1, 0, 0, disk(0, "/a", "/b", "/c", "/d", "/e")), told(2, 0, 0, disk(5, "/"))), Result.FAILED,
                "node1 has 0 MB of 20 GB free where /a /b /c and 2 more are (the upgrade needs 1 GB on every machine)",
                "node2 has 0 MB of 20 GB free where / is (the upgrade needs 1 GB on every machine)");
    }

    @Test
    void what_an_upgrade_says_that_it_needs_is_what_is_asked_for() {
        MachineSurvey asked = new MachineSurvey(ASKER, List.of(told(1, 0, 0, disk(10 * GIGA, "/")),
                roomy(2, 1_500, 10)));
        List<PreCheck> wide = new MachineChecks(new Needs(11 * GIGA, Duration.ofSeconds(2)), Optional.of(asked)).all();
        assertThat(wide).extracting(PreCheck::result).containsExactly(Result.FAILED, Result.PASSED);
        List<PreCheck> none = new MachineChecks(new Needs(0, Duration.ZERO), Optional.of(asked)).all();
        assertThat(none).extracting(PreCheck::result).containsExactly(Result.PASSED, Result.NOTED);
    }

    @Test
    void a_machine_that_says_nothing_is_not_checked_with_the_reason_and_hides_no_failure() {
        check(disk(roomy(1, 0, 0), silent(2, "it is down")), Result.NOT_CHECKED, "at least 1 GB free on 1 of 2 "
                + "machines; the least: node1 has 10 GB of 20 GB free where / is", "node2: it is down");
        check(disk(silent(2, "no answer within 3 s"), told(3, 0, 0, disk(1, "/"))), Result.FAILED,
                "node3 has 0 MB of 20 GB free where / is (the upgrade needs 1 GB on every machine)",
                "node2: no answer within 3 s");
        check(disk(silent(2, "it is down")), Result.NOT_CHECKED, "node2: it is down");
        check(clock(roomy(1, 0, 0), silent(2, "it is down")), Result.NOT_CHECKED,
                "node1 has the only clock that was asked", "node2: it is down");
        check(clock(silent(2, "it is down")), Result.NOT_CHECKED, "node2: it is down");
    }

    @Test
    void a_file_system_that_hangs_is_not_checked() {
        check(disk(new Answer.Told(new MachineFacts(node(1), Instant.EPOCH, "boot", List.of(disk(2 * GIGA, "/")),
                        List.of("/mnt/nfs")), ClockSkew.NONE)), Result.NOT_CHECKED,
                "at least 1 GB free on 1 machine; the least: node1 has 2 GB of 20 GB free where / is",
                "node1: no answer in time from the file system of /mnt/nfs");
        check(disk(told(1, 0, 0)), Result.NOT_CHECKED, "node1: it names no file system");
    }

    @Test
    void nobody_who_was_asked_is_nothing_that_was_checked() {
        assertThat(new MachineChecks(Needs.USUAL, Optional.empty()).all()).hasSize(2)
                .allSatisfy(check -> assertThat(check.result()).isEqualTo(Result.NOT_CHECKED));
        assertThat(disk().facts()).containsExactly("no machine was asked");
        assertThat(clock().result()).isEqualTo(Result.NOT_CHECKED);
    }

    @Test
    void a_clock_counts_as_wrong_only_where_it_differs_however_long_the_answer_was_under_way() {
        String why = "allowed is 1 s; windows, certificates and reports go by these clocks, leases by none";
        check(clock(roomy(1, 0, 0), roomy(2, 4, 3)), Result.PASSED,
                "the clocks of 2 machines differ by at most 7 ms");
        check(clock(roomy(1, 0, 0), roomy(2, 1_003, 3)), Result.PASSED,
                "the clocks of 2 machines differ by at most 1.0 s");
        check(clock(roomy(1, 0, 0), roomy(2, 1_004, 3)), Result.NOTED,
                "node2 is 1.0 s ahead of node1, give or take 3 ms", why);
        check(clock(roomy(1, 0, 0), roomy(2, -200_000, 3), roomy(3, 2_500, 600)), Result.NOTED,
                "node2 is 3 min 20 s behind node1, give or take 3 ms",
                "node3 is 2.5 s ahead of node1, give or take 600 ms", why);
        check(clock(roomy(1, 0, 0), roomy(2, 0, 1_001)), Result.NOT_CHECKED,
                "the clocks of 2 machines differ by at most 2.0 s",
                "node2: it took 2.0 s to answer, too long to compare its clock");
    }

    @Test
    void two_clocks_that_both_pass_for_the_one_who_asks_may_still_be_apart() {
        check(clock(roomy(1, 0, 0), roomy(2, 800, 10), roomy(3, -700, 10)), Result.NOTED,
                "node2 is 1.5 s ahead of node3, give or take 20 ms",
                "allowed is 1 s; windows, certificates and reports go by these clocks, leases by none");
        assertThat(clock(roomy(1, 0, 0), roomy(2, 800, 10), roomy(3, -700, 10)).wayOut()).containsExactly(
                "see why they are not kept, and set them, on node2 node3: chronyc tracking");
    }
}
