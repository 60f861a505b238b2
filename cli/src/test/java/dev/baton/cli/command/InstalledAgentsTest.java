package dev.baton.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledAgentsTest {

    private static final String TYPE = "ocf:test:Address";

    @TempDir
    private Path root;
    private InstalledAgents agents = new InstalledAgents(Path.of("/"));

    @BeforeEach
    void agents() {
        agents = new InstalledAgents(root);
    }

    private void install(String script) throws IOException {
        Path folder = Files.createDirectories(root.resolve("resource.d/test"));
        Path agent = Files.writeString(folder.resolve("Address"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void an_installed_agent_is_asked_once_and_knows_where_the_agents_are() throws IOException {
        install("""
                echo asked >> "$OCF_ROOT/asked"
                [ "$1" = meta-data ] || exit 3
                echo '<resource-agent name="Address"><parameters><parameter name="ip" required="1">'
                echo '<content type="string"/></parameter></parameters></resource-agent>'
                """);
        assertThat(agents.metaData(TYPE)).hasValueSatisfying(said -> assertThat(said.parameters()).containsKey("ip"));
        assertThat(agents.metaData(TYPE)).isPresent();
        assertThat(Files.readString(root.resolve("asked"))).isEqualTo("asked\n");
        assertThat(agents.warnings()).isEmpty();
    }

    @Test
    void an_agent_that_is_not_installed_is_a_warning_and_not_a_refusal() {
        assertThat(agents.metaData(TYPE)).isEmpty();
        assertThat(agents.warnings()).containsExactly("ocf:test:Address is not installed on this machine: its "
                + "parameters are not checked");
    }

    @Test
    void an_agent_that_fails_or_says_nothing_of_use_is_a_warning_that_says_why() throws IOException {
        install("exit 5\n");
        assertThat(agents.metaData(TYPE)).isEmpty();
        install("echo nonsense\n");
        assertThat(new InstalledAgents(root).metaData(TYPE)).isEmpty();
        assertThat(agents.warnings()).containsExactly("the meta-data of ocf:test:Address cannot be read, its parameters"
                + " are not checked: it ended with status 5");
    }
}
