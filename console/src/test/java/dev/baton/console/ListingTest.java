package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ListingTest {

    private static Query query(String... parameters) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return Query.of(map);
    }

    private static List<String> names(Listing<GroupRow> list) {
        return list.rows().stream().map(GroupRow::name).toList();
    }

    @Test
    void a_large_list_is_shown_page_by_page_and_nothing_is_lost() {
        Known known = Made.known(Made.cluster(32, 500));
        List<String> all = new ArrayList<>();
        Listing<GroupRow> first = GroupRow.list(known, Query.PLAIN);
        for (int page = 1; page <= first.pages(); page++) {
            Listing<GroupRow> shown = GroupRow.list(known, query("page", String.valueOf(page)));
            assertThat(shown.rows()).hasSizeLessThanOrEqualTo(Listing.MOST);
            all.addAll(names(shown));
        }
        assertThat(all).hasSize(500).doesNotHaveDuplicates();
        assertThat(first.counted()).isEqualTo("500, page 1 of 3");
    }

    @Test
    void of_a_large_cluster_a_list_says_whether_and_the_page_of_a_group_says_who() {
        Known known = Made.known(Made.cluster(80, 60));
        assertThat(GroupRow.list(known, Query.PLAIN).rows()).allMatch(row -> row.failsOverTo().equals("some node"));
        var group = known.image().group(Made.group(7));
        assertThat(GroupRow.of(known, group).exact(known, group).failsOverTo()).isEqualTo(
                dev.baton.core.rules.Cover.of(known.image()).target(group.id()).orElseThrow().value());
    }

    @Test
    void a_page_after_the_last_is_the_last() {
        Listing<GroupRow> list = GroupRow.list(Made.known(Made.cluster(32, 500)), query("page", "9999"));
        assertThat(list.query().page()).isEqualTo(3);
        assertThat(list.rows()).hasSize(100);
    }

    @Test
    void numbers_in_names_are_ordered_by_value() {
        Known known = Made.known(Made.cluster(32, 30));
        assertThat(names(GroupRow.list(known, query("sort", "name")))).startsWith("g1", "g2", "g3").endsWith("g30");
        assertThat(names(GroupRow.list(known, query("sort", "name", "order", "desc")))).startsWith("g30", "g29");
        assertThat(GroupRow.list(known, query("sort", "owner")).rows()).extracting(GroupRow::owner)
                .startsWith("node1", "node2").endsWith("node30");
    }

    @Test
    void a_column_asked_for_twice_is_turned_round_and_says_so() {
        Listing<GroupRow> list = GroupRow.list(Made.known(Made.cluster(4, 3)), query("sort", "owner"));
        Listing.Header owner = list.headers().stream().filter(head -> head.title().equals("Owner")).findFirst()
                .orElseThrow();
        assertThat(owner.order()).isEqualTo("ascending");
        assertThat(owner.href()).isEqualTo("/console/groups?sort=owner&order=desc");
    }

    @Test
    void a_search_finds_every_word_in_any_column_and_keeps_its_address() {
        Known known = Made.known(Made.cluster(32, 500));
        Listing<GroupRow> list = GroupRow.list(known, query("find", " NODE7  online "));
        assertThat(list.rows()).isNotEmpty().allMatch(row -> row.owner().equals("node7")
                || row.failsOverTo().equals("node7"));
        assertThat(list.counted()).endsWith(" of 500");
        assertThat(list.query().toString()).isEqualTo("?find=NODE7%20%20online");
    }

    @Property
    void whatever_an_address_says_is_a_query(@ForAll String sort, @ForAll String order, @ForAll String find,
            @ForAll String page) {
        Query query = query("sort", sort, "order", order, "find", find, "page", page);
        assertThat(query.page()).isPositive();
        assertThat(query.find().length()).isLessThanOrEqualTo(100);
        assertThat(GroupRow.list(Made.known(Made.cluster(4, 3)), query).total()).isEqualTo(3);
    }

    @Property
    void the_order_of_names_is_one(@ForAll String one, @ForAll String other, @ForAll String third) {
        Natural order = Natural.ORDER;
        assertThat(Integer.signum(order.compare(one, other))).isEqualTo(-Integer.signum(order.compare(other, one)));
        if (order.compare(one, other) <= 0 && order.compare(other, third) <= 0) {
            assertThat(order.compare(one, third)).isLessThanOrEqualTo(0);
        }
    }
}
