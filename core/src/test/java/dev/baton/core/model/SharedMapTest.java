package dev.baton.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A shared map is a sorted map: whatever is done to it, it stays equal to a [TreeMap] to which the same was done, its
/// older copies stay as they were, and differences are found whether or not two maps share anything.
class SharedMapTest {
    private static final int KEYS = 1_200;

    @Test
    void it_is_equal_to_a_tree_map_through_any_changes() {
        Random random = new Random(7);
        SharedMap<Integer, Integer> map = SharedMap.empty();
        TreeMap<Integer, Integer> model = new TreeMap<>();
        for (int i = 0; i < 6_000; i++) {
            int key = random.nextInt(KEYS);
            if (random.nextInt(4) == 0) {
                map = map.without(key);
                model.remove(key);
            } else {
                map = map.with(key, i);
                model.put(key, i);
            }
            assertThat(map.get(key)).isEqualTo(model.get(key));
            if (i % 500 == 0) {
                assertThat(map).isEqualTo(model);
                assertThat(new ArrayList<>(map.keySet())).isEqualTo(new ArrayList<>(model.keySet()));
                assertThat(new ArrayList<>(map.values())).isEqualTo(new ArrayList<>(model.values()));
                assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
                assertThat(map.mapped((name, value) -> name + "=" + value).values())
                        .containsExactlyElementsOf(model.entrySet().stream().map(Object::toString).toList());
                assertThat(SharedMap.copyOf(new HashMap<>(model))).isEqualTo(model);
                assertThat(map.firstKey()).isEqualTo(model.firstKey());
                assertThat(map.lastKey()).isEqualTo(model.lastKey());
            }
        }
        assertThat(SharedMap.copyOf(model)).isEqualTo(map).hasSameHashCodeAs(map).hasSameHashCodeAs(model);
    }

    @Test
    void two_values_replaced_at_once_are_as_replaced_one_after_the_other() {
        Random random = new Random(11);
        TreeMap<Integer, Integer> model = new TreeMap<>();
        IntStream.range(0, KEYS).forEach(key -> model.put(key, key));
        SharedMap<Integer, Integer> map = SharedMap.copyOf(model);
        for (int i = 0; i < 2_000; i++) {
            int one = random.nextInt(KEYS);
            // Often a neighbour, which lies in the same small array.
            int two = i % 2 == 0 ? (one + 1) % KEYS : (one + 1 + random.nextInt(KEYS - 1)) % KEYS;
            assertThat(new SharedMap<>(map, one, -1, two, -2)).isEqualTo(map.with(one, -1).with(two, -2));
        }
        assertThat(map).isEqualTo(model);
    }

    @Test
    void differences_are_those_of_the_entries() {
        Random random = new Random(8);
        List<SharedMap<Integer, Integer>> copies = new ArrayList<>(List.of(SharedMap.empty()));
        for (int i = 0; i < 300; i++) {
            SharedMap<Integer, Integer> last = copies.getLast();
            int key = random.nextInt(KEYS);
            copies.add(i < 150 || random.nextInt(20) == 0 ? last.with(key, random.nextInt(3))
                    : last.with(last.firstKey(), random.nextInt(3)));
        }
        for (int i = 0; i < 2_000; i++) {
            SharedMap<Integer, Integer> one = copies.get(random.nextInt(copies.size()));
            SharedMap<Integer, Integer> other = random.nextBoolean() ? copies.get(random.nextInt(copies.size()))
                    : copies.get(Math.min(copies.size() - 1, copies.indexOf(one) + 1));
            assertThat(SharedMap.differences(one, other)).isEqualTo(naive(one, other));
            assertThat(one.equals(other)).isEqualTo(naive(one, other).isEmpty());
        }
    }

    private static List<Integer> naive(SortedMap<Integer, Integer> one, SortedMap<Integer, Integer> other) {
        TreeSet<Integer> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        all.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return List.copyOf(all);
    }

    @Test
    void an_image_knows_who_is_where_as_a_look_at_every_group_does() {
        Random random = new Random(9);
        ClusterImage first = Scenes.cluster(DataMode.COMPATIBLE, false, 5, 1, 2, 3, 4, 5, 1, 2, 3);
        ClusterImage image = first;
        for (int i = 0; i < 500; i++) {
            GroupId name = Scenes.group(1 + random.nextInt(8));
            GroupImage group = image.groups().getOrDefault(name, first.group(name));
            NodeImage node = image.node(Scenes.node(1 + random.nextInt(5)));
            image = switch (random.nextInt(5)) {
                case 0 -> image.with(group.settledOn(node, group.placement().movedTo(node.id(), "moved")));
                case 1 -> image.with(group.withPlacement(group.placement().movedTo(node.id(), "on its way")));
                case 2 -> image.with(node.withMembership(random.nextBoolean() ? Membership.UP : Membership.DOWN, 1,
                        "boot"));
                case 3 -> image.without(name);
                default -> image.with(group.withClaim(Optional.empty()));
            };
            ClusterImage now = image;
            List<GroupImage> bound = now.groups().values().stream().filter(g -> g.owner().filter(node.id()::equals)
                    .isPresent() || g.placement().owner().filter(node.id()::equals).isPresent()).toList();
            assertThat(now.boundTo(node.id())).isEqualTo(bound);
            assertThat(now.ownedBy(node.id())).isEqualTo(bound.stream()
                    .filter(g -> g.owner().filter(node.id()::equals).isPresent()).toList());
            assertThat(now.impaired()).isEqualTo(now.nodes().values().stream()
                    .filter(n -> !n.up() || n.held()).toList());
            assertThat(now.voters()).isEqualTo(now.nodes().values().stream().filter(NodeImage::voter).toList());
        }
    }
}
