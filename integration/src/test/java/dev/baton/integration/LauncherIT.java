package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The assembled command, however it is started.
class LauncherIT {

    @Test
    void the_command_finds_itself_by_any_path_that_leads_to_it(@TempDir Path directory) throws IOException {
        Path bin = Command.home().resolve("bin");
        Path link = Files.createSymbolicLink(directory.resolve("linked"), bin.resolve("baton"));
        String version = Command.said(Map.of(), bin + "/baton", "--version");
        assertThat(version).startsWith("baton ");
        for (String call : List.of(bin + "/./baton", bin + "/../bin/baton", "cd " + bin + " && ./baton",
                "cd " + bin.getParent() + " && bin/baton", "PATH=" + bin + ":$PATH baton",
                "cd " + bin + " && PATH=.:$PATH baton", link.toString())) {
            assertThat(Command.said(Map.of(), "sh", "-c", call + " --version")).as(call).isEqualTo(version);
        }
    }

    @Test
    void a_java_on_the_path_is_found_behind_any_link(@TempDir Path directory) throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        Path near = Files.createSymbolicLink(directory.resolve("near"), home.resolve("bin/java"));
        Files.createSymbolicLink(directory.resolve("java"), near);
        String found = Command.said(Map.of(), "bash", "-c", "unset JAVA_HOME BATON_JAVA_HOME; PATH=" + directory
                + ":$PATH; . " + Command.home() + "/bin/jdk.sh; jdk_find java; echo $JDK");
        assertThat(Path.of(found.strip()).toRealPath()).isEqualTo(home);
    }

    @Test
    void a_heap_that_its_user_names_adds_no_word_to_what_is_read() throws IOException, InterruptedException {
        Command ended = Command.run(Map.of("BATON_OPTS", "-Xmx24m"), List.of(Command.home() + "/bin/baton", "plan",
                "-f", "nowhere.yaml", "--cluster-file", "nowhere.yaml"));
        assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("nowhere.yaml").doesNotContain("warning");
    }
}
