package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.ClusterFile.Source;
import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Hook;
import dev.baton.core.model.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people want to be told of, as files say it.
final class HooksTest {

    private static Watch watch(String more) {
        return ClusterFile.parse(new Source("cluster.yaml", """
                cluster: demo
                nodes: {node1: 127.0.0.1}
                groups: {}
                """ + more), _ -> Optional.empty()).settings().watching();
    }

    @Test
    void a_hook_runs_a_command_or_sends_to_an_address_on_the_kinds_that_it_names() {
        Watch watch = watch("""
                lease-margin-low: 25%
                hooks:
                  mail: {on: [failover, group-failed], run: /usr/local/sbin/tell-us, within: 5s}
                  chat: {on: all, post: "https://chat.example.org/hook", token: {file: /etc/baton/chat}}
                  log: {on: drift, post: {file: /etc/baton/address}}
                """);
        assertThat(watch.leaseMarginLow()).isEqualTo(25);
        assertThat(watch.hooks()).containsEntry("mail", new Hook(new TreeSet<>(List.of(EventKind.FAILOVER,
                        EventKind.GROUP_FAILED)), new Hook.Run(new Command("/usr/local/sbin/tell-us")),
                        Duration.ofSeconds(5)))
                .containsEntry("chat", new Hook(new TreeSet<>(), new Hook.Post("https://chat.example.org/hook", false,
                        Optional.of("/etc/baton/chat")), Duration.ofSeconds(30)))
                .containsEntry("log", new Hook(new TreeSet<>(List.of(EventKind.DRIFT)), new Hook.Post(
                        "/etc/baton/address", true, Optional.empty()), Duration.ofSeconds(30)));
    }

    @Test
    void nothing_said_is_nothing_written() {
        assertThat(watch("")).isEqualTo(Watch.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "hooks: {a: {on: [failover, eclipse], run: x}} | 4:28: hooks.a.on[1]: there is no kind of event 'eclipse'",
        "hooks: {a: {on: [all, failover], run: x}} | 4:18: hooks.a.on[0]: 'all' is no kind of its own",
        "hooks: {a: {on: other, run: x}} | 4:17: hooks.a.on: 'other' is no kind of its own",
        "hooks: {a: {on: [], run: x}} | 4:17: hooks.a.on: names no kind of event; `all` means every kind",
        "hooks: {a: {run: x}} | 4:12: hooks.a: field `on` is missing",
        "hooks: {a: {on: all}} | 4:12: hooks.a: a hook either runs a command",
        "hooks: {a: {on: all, run: x, post: 'http://h'}} | 4:12: hooks.a: a hook either runs a command",
        "hooks: {a: {on: all, run: x, token: {file: /t}}} | 4:37: hooks.a.token: only what is sent with `post`",
        "hooks: {a: {on: all, post: 'http://h', token: secret}} | 4:47: hooks.a.token: a secret is not written into",
        "hooks: {a: {on: all, post: 'ftp://h'}} | 4:28: hooks.a.post: 'ftp://h' is no address such as",
        "hooks: {a: {on: all, post: 'http://u:p@h'}} | 4:28: hooks.a.post: 'http://u:p@h' is no address such as",
        "hooks: {a: {on: all, post: 'http://h h'}} | 4:28: hooks.a.post: 'http://h h' is no address: ",
        "hooks: {a: {on: all, run: ''}} | 4:27: hooks.a.run: a command is empty",
        "hooks: {a: {on: all, run: x, within: soon}} | 4:38: hooks.a.within: ",
        "hooks: {a.b: {on: all, run: x}} | 4:14: hooks.a.b: 'a.b' is no name of a hook",
        "hooks: [x] | 4:8: hooks: expected fields with values",
        "lease-margin-low: 91% | 4:19: lease-margin-low: expected a share of a lease from 0% to 90%, not '91%'",
        "lease-margin-low: 40 | 4:19: lease-margin-low: expected a share of a lease from 0% to 90%, not '40'"})
    void a_mistake_is_named_with_file_line_and_field(String text, String mistake) {
        assertThatThrownBy(() -> watch(text + "\n")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("cluster.yaml:" + mistake);
    }
}
