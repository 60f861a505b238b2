package dev.baton.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.tree.Json;
import dev.baton.demo.DemoResult.NodeLine;
import dev.baton.demo.DemoResult.ServerLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTableTest {

    private static final DemoResult WELL = new DemoResult("h2", "1.4.200", "2.5.252", "fewest-outages", 3, 3, 3, 6, 1.3,
            74.0, 100, 131.4, "a91f0c3", "PROVED", 7,
            List.of(new NodeLine("node1", "1.4.200", "2.5.252"), new NodeLine("node2", "1.4.200", "2.5.252"),
                    new NodeLine("node3", "1.4.200", "2.5.252"), new NodeLine("node4", "1.4.200", "2.5.252")),
            List.of(server("evs1", "node1", "node4", 2_310, 6_412), server("evs2", "node2", "node1", 2_070, 6_398),
                    server("evs3", "node3", "node2", 2_200, 6_405)), List.of());

    @Test
    void the_table_reads_as_promised() {
        assertThat(new DemoTable(WELL).text()).isEqualTo("""
                H2 1.4.200 -> 2.5.252 on 4 nodes, while 3 clients wrote 100 rows a second each  2 min 11 s

                SERVER  OUTAGES  LONGEST  TOTAL   ROWS ACKNOWLEDGED  FOUND AGAIN  LOST  DATA        OWNER
                evs1    1        2.31 s   2.31 s  6 412              6 412        0     1.4 -> 2.5  node1 -> node4
                evs2    1        2.07 s   2.07 s  6 398              6 398        0     1.4 -> 2.5  node2 -> node1
                evs3    1        2.20 s   2.20 s  6 405              6 405        0     1.4 -> 2.5  node3 -> node2
                        3 outages; fewer than 3 is impossible.  The written procedure needs 6.

                NODE    node1 1.4.200 -> 2.5.252   node2 same   node3 same (standby now)   node4 same (was standby)
                PROOF   plan a91f0c3 proved before the start; all 7 steps went as planned
                """.replace("each  2 min", "each" + " ".repeat(10) + "2 min"));
    }

    @Test
    void a_demo_that_failed_says_so_and_claims_nothing() {
        DemoResult broken = new DemoResult("h2", "1.4.200", "2.5.252", "documented", 5, 6, 3, 6, 1.3, 74.0, 100, 31.4,
                "a91f0c3", "PROVED", 7, WELL.nodes(), WELL.servers(), List.of("evs1: 2 acknowledged rows are lost"));
        assertThat(new DemoTable(broken).text())
                .contains("5 outages; the least possible is 3.  This is the written procedure.")
                .contains("31 s").doesNotContain("none broken")
                .endsWith("FAILED  evs1: 2 acknowledged rows are lost\n");
    }

    @Test
    void the_document_has_the_promised_names() {
        assertThat(Json.text(WELL)).contains("\"product\":\"h2\"", "\"from\":\"1.4.200\"", "\"to\":\"2.5.252\"",
                "\"preset\":\"fewest-outages\"", "\"outages\":3", "\"plannedOutages\":3", "\"lowerBound\":3",
                "\"exposureGroupMinutes\":1.3", "\"measuredExposureGroupSeconds\":74.0", "\"seconds\":131.4",
                "\"nodes\":[{", "\"name\":\"node1\"", "\"before\":\"1.4.200\"", "\"after\":\"2.5.252\"",
                "\"servers\":[{", "\"owner\":\"node4\"", "\"longestOutageMs\":2310", "\"totalOutageMs\":2310",
                "\"rowsAcknowledged\":6412", "\"rowsFound\":6412", "\"rowsLost\":0", "\"formatBefore\":\"1.4\"",
                "\"formatAfter\":\"2.5\"");
    }

    private static ServerLine server(String name, String from, String to, long outage, long rows) {
        return new ServerLine(name, to, from, 1, outage, outage, 40, rows, rows, 0, 1, "1.4.200", "2.5.252", "1.4",
                "2.5", true);
    }
}
