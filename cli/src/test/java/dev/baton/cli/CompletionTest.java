package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The script that `baton completion bash` prints, in a real bash.
final class CompletionTest {

    private static List<String> completed(String line) throws IOException, InterruptedException {
        String script = Shell.at(Path.of("")).baton("completion", "bash").out();
        String words = line.endsWith(" ") ? line + "''" : line;
        String program = script + "\nbaton() { printf 'NAME STATE\\nevs1 Online\\nevs2 Online\\n'; }\n"
                + "COMP_WORDS=(" + words + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_baton baton\n"
                + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash", "--norc", "-u", "-s").redirectErrorStream(true).start();
        bash.getOutputStream().write(program.getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return said.lines().toList();
    }

    @Test
    void verbs_and_options_are_completed() throws Exception {
        assertThat(completed("baton gr")).containsExactly("group");
        assertThat(completed("baton group o")).containsExactly("online", "offline");
        assertThat(completed("baton group move evs1 node2 --dr")).containsExactly("--dry-run");
        assertThat(completed("baton plan --sv")).containsExactly("--svg");
        assertThat(completed("baton upgrade sta")).containsExactly("start", "status");
    }

    @Test
    void names_are_those_of_the_cluster() throws Exception {
        assertThat(completed("baton group move ")).containsExactly("evs1", "evs2");
        assertThat(completed("baton group move evs1 ")).containsExactly("evs1", "evs2");
    }

    @Test
    void another_shell_is_wrong_usage() {
        assertThat(Shell.at(Path.of("")).baton("completion", "fish").exit()).isEqualTo(2);
    }
}
