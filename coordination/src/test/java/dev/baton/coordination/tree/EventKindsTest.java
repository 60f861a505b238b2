package dev.baton.coordination.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Hook;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kinds of events and hooks as builds before and after this one write and read them.
final class EventKindsTest {

    private static final EventRecord EVENT = new EventRecord(7, Instant.EPOCH, new NodeId("node1"), "baton", "evs1",
            "evs1 goes to node2", Optional.empty(), Optional.empty(), EventKind.FAILOVER);

    /// As the build before kinds has it.
    private record Earlier(long number, Instant at, NodeId leader, String by, String subject, String text,
            Optional<String> key, Optional<EventRecord.Overridden> overridden) {}

    /// As the build before hooks has it.
    private record EarlierSettings(String name, boolean oneGroupPerNode, String fencing, Optional<String> device) {}

    private static Settings watched(int low) {
        return new Settings("lab", true, "none", Optional.empty(), Optional.of(new Watch(low, new TreeMap<>(Map.of(
                "mail", new Hook(new TreeSet<>(List.of(EventKind.FAILOVER, EventKind.GROUP_FAILED)), new Hook.Run(
                        new Command("mail-us")), Duration.ofSeconds(30)),
                "chat", new Hook(new TreeSet<>(), new Hook.Post("/etc/chat", true, Optional.of("/etc/token")),
                        Duration.ofSeconds(5)))))));
    }

    @ParameterizedTest
    @EnumSource
    void a_kind_is_written_as_its_word_and_read_back(EventKind kind) {
        EventRecord event = new EventRecord(1, Instant.EPOCH, new NodeId("node1"), "a", "b", "c", Optional.empty(),
                Optional.empty(), kind);
        assertThat(Json.text(event)).contains("\"kind\":\"" + kind.word() + "\"");
        assertThat(Json.read(Json.text(event), EventRecord.class)).isEqualTo(event);
        assertThat(EventKind.parse(kind.word())).isEqualTo(kind);
        assertThat(kind.word()).matches("[a-z]+(-[a-z]+)*");
    }

    @Test
    void a_record_of_an_older_build_has_no_kind_and_one_of_a_newer_may_have_one_that_is_unknown_here() {
        String text = Json.text(EVENT);
        assertThat(Json.read(text.replaceFirst(",?\"kind\":\"failover\"", ""), EventRecord.class).kind())
                .isEqualTo(EventKind.OTHER);
        assertThat(Json.read(text.replace("\"failover\"", "null"), EventRecord.class).kind())
                .isEqualTo(EventKind.OTHER);
        assertThat(Json.read(text.replace("\"failover\"", "\"eclipse\""), EventRecord.class).kind())
                .isEqualTo(EventKind.OTHER);
    }

    @Test
    void the_build_before_reads_what_this_one_writes() {
        Earlier read = Json.read(Json.text(EVENT), Earlier.class);
        assertThat(read.text()).isEqualTo(EVENT.text());
        assertThat(Json.read(Json.text(watched(30)), EarlierSettings.class).name()).isEqualTo("lab");
    }

    @Test
    void settings_keep_their_hooks_and_those_of_an_older_build_have_none() {
        assertThat(Json.read(Json.text(watched(30)), Settings.class)).isEqualTo(watched(30));
        Settings earlier = Json.read(Json.text(new EarlierSettings("lab", true, "none",
                Optional.empty())), Settings.class);
        assertThat(earlier).isEqualTo(new Settings("lab", true, "none"));
        assertThat(earlier.watching()).isEqualTo(Watch.NONE);
    }

    @Test
    void settings_without_hooks_are_written_as_the_build_before_writes_them_so_that_its_backups_are_whole_here() {
        assertThat(Json.text(new Settings("lab", true, "none")))
                .isEqualTo(Json.text(new EarlierSettings("lab", true, "none", Optional.empty())));
        assertThat(Json.text(watched(30))).contains("\"watch\":{");
    }

    @Test
    void a_kind_that_this_build_does_not_know_is_for_hooks_of_every_kind_only() {
        assertThat(EventKind.read("eclipse")).isEqualTo(EventKind.OTHER);
        Hook every = new Hook(new TreeSet<>(), new Hook.Run(new Command("x")), Hook.WITHIN);
        Hook unknown = new Hook(new TreeSet<>(List.of(EventKind.OTHER)), new Hook.Run(new Command("x")), Hook.WITHIN);
        assertThat(every.wants(EventKind.OTHER)).isTrue();
        assertThat(unknown.wants(EventKind.OTHER)).isFalse();
        assertThat(unknown.wants(EventKind.FAILOVER)).isFalse();
        assertThatThrownBy(() -> EventKind.parse("eclipse")).hasMessageContaining("no kind of event 'eclipse'")
                .hasMessageContaining("lease-margin-low");
    }

    @Test
    void a_changed_hook_is_told_by_its_name_in_the_words_of_the_file() {
        ClusterDocument before = new ClusterDocument(watched(30), List.of(), new TreeMap<>(), new TreeMap<>());
        ClusterDocument after = new ClusterDocument(watched(50), List.of(), new TreeMap<>(), new TreeMap<>());
        ClusterDocument none = new ClusterDocument(new Settings("lab", true, "none"), List.of(), new TreeMap<>(),
                new TreeMap<>());
        assertThat(Difference.between(before, after)).extracting(Difference::text)
                .containsExactly("settings lease-margin-low 30 -> 50");
        assertThat(Difference.between(none, before)).extracting(Difference::text)
                .contains("settings hooks.mail.on (nothing) -> failover, group-failed",
                        "settings hooks.mail.action.command (nothing) -> mail-us",
                        "settings hooks.mail.within (nothing) -> 30s");
    }
}
