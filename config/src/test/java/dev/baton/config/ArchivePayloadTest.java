package dev.baton.config;

import static dev.baton.config.PayloadRuns.killing;
import static dev.baton.config.PayloadRuns.program;
import static dev.baton.config.PayloadRuns.run;
import static dev.baton.config.PayloadRuns.sha256;
import static dev.baton.config.PayloadRuns.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.PayloadRuns.Ended;
import dev.baton.core.model.Command;
import dev.baton.core.plan.UpgradeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An archive is there as a whole or not at all, and the link says at every moment which version is in use.
final class ArchivePayloadTest {

    @TempDir
    private Path top;

    private Path home;
    private UpgradeSpec.ProductUpgrade product;

    /// A name that bash would take apart, if it could.
    @BeforeEach
    void anOldVersionIsInUse() throws Exception {
        home = Files.createDirectories(top.resolve("it's $(touch oops) \"h2\""));
        Files.createDirectories(home.resolve("1.4"));
        Files.writeString(home.resolve("1.4/version"), "1.4");
        Files.createSymbolicLink(home.resolve("current"), home.resolve("1.4"));
        archive("2.5");
        product = product(sha256(home.resolve("h2.tar.gz")), home.resolve("1.4"));
    }

    private void archive(String version) throws Exception {
        Path made = Files.createDirectories(top.resolve("made/h2-" + version + "/bin"));
        Files.writeString(made.resolve("../version"), version);
        program(made.resolve("h2"), "echo " + version);
        shell("tar -czf '" + top + "/h2.tar.gz' -C '" + top + "/made' h2-" + version);
        Files.move(top.resolve("h2.tar.gz"), home.resolve("h2.tar.gz"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private UpgradeSpec.ProductUpgrade product(String sha256, Path was) {
        String at = home.toString().replace("'", "''");
        return PayloadRuns.product("archive: {file: '" + at + "/h2.tar.gz', sha256: " + sha256 + ", strip: 1, into: '"
                + at + "/2.5', link: '" + at + "/current', was: '" + was.toString().replace("'", "''") + "'}");
    }

    private Ended prepare() throws Exception {
        return run(product.prepare().orElseThrow());
    }

    private Ended install() throws Exception {
        return run(product.install());
    }

    private String inUse() throws IOException {
        return Files.readString(home.resolve("current/version"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void prepare_unpacks_beside_what_is_in_use_install_switches_and_undo_switches_back() throws Exception {
        assertThat(prepare()).isEqualTo(new Ended(0, ""));
        assertThat(inUse()).isEqualTo("1.4");
        assertThat(names()).containsExactly("1.4", "2.5", "current", "h2.tar.gz");
        assertThat(shell("'" + top + "'/it*/2.5/bin/h2")).isEqualTo("2.5");
        assertThat(install()).isEqualTo(new Ended(0, ""));
        assertThat(inUse()).isEqualTo("2.5");
        assertThat(run(product.undo().orElseThrow())).isEqualTo(new Ended(0, ""));
        assertThat(inUse()).isEqualTo("1.4");
        assertThat(names()).containsExactly("1.4", "2.5", "current", "h2.tar.gz");
        assertThat(Path.of("oops")).doesNotExist();
    }

    @Test
    void done_twice_is_done_once() throws Exception {
        for (Command command : List.of(product.prepare().orElseThrow(), product.install(),
                product.undo().orElseThrow())) {
            run(command);
            String before = shell("find '" + top + "' -printf '%i %T@ %p %l\\n' | sort");
            assertThat(run(command)).isEqualTo(new Ended(0, ""));
            assertThat(shell("find '" + top + "' -printf '%i %T@ %p %l\\n' | sort")).isEqualTo(before);
        }
    }

    @Test
    void what_is_unpacked_needs_its_archive_no_more() throws Exception {
        prepare();
        Files.delete(home.resolve("h2.tar.gz"));
        assertThat(prepare().well()).isTrue();
        assertThat(install().well()).isTrue();
        assertThat(inUse()).isEqualTo("2.5");
    }

    @Test
    void an_archive_with_another_digest_is_refused_and_nothing_is_changed() throws Exception {
        archive("2.6");
        for (Ended refused : List.of(prepare(), install())) {
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.output()).contains("h2.tar.gz has not the digest ", ": nothing was unpacked");
        }
        assertThat(names()).containsExactly("1.4", "current", "h2.tar.gz");
        assertThat(inUse()).isEqualTo("1.4");
    }

    @Test
    void a_directory_that_was_not_unpacked_from_this_archive_is_refused_and_stays_as_it_is() throws Exception {
        Files.createDirectories(home.resolve("2.5"));
        Files.writeString(home.resolve("2.5/mine"), "");
        assertThat(prepare().output()).contains("2.5 is there already, and was not unpacked from the archive");
        Files.writeString(home.resolve("2.5/.baton-sha256"), "0a".repeat(32) + "\n");
        assertThat(install().output()).contains("2.5 is there already, and was not unpacked from the archive");
        assertThat(home.resolve("2.5/mine")).exists();
        assertThat(inUse()).isEqualTo("1.4");
    }

    @Test
    void what_is_no_link_is_not_replaced_by_one() throws Exception {
        Files.delete(home.resolve("current"));
        Files.createDirectories(home.resolve("current"));
        assertThat(install().output()).contains("current is there and is no symbolic link: move it away");
        assertThat(Files.isSymbolicLink(home.resolve("current"))).isFalse();
    }

    @Test
    void a_way_back_that_leads_nowhere_is_told_while_the_node_serves_and_leaves_the_link() throws Exception {
        product = product(sha256(home.resolve("h2.tar.gz")), home.resolve("1.3"));
        assertThat(prepare().output()).contains("1.3, to which the way back leads, is no directory");
        install();
        assertThat(run(product.undo().orElseThrow()).output()).contains("1.3 is no directory", "stays as it is");
        assertThat(inUse()).isEqualTo("2.5");
    }

    @Test
    void an_archive_without_so_many_levels_is_refused() throws Exception {
        shell("cd '" + top + "'; echo x >flat; tar -czf flat.tar.gz flat; mv flat.tar.gz it*/h2.tar.gz");
        product = product(sha256(home.resolve("h2.tar.gz")), home.resolve("1.4"));
        assertThat(prepare().output()).contains("h2.tar.gz holds nothing below 1 leading directories");
        assertThat(names()).containsExactly("1.4", "current", "h2.tar.gz");
    }

    @Test
    void an_archive_that_tar_cannot_read_leaves_nothing_behind() throws Exception {
        Files.writeString(home.resolve("h2.tar.gz"), "no archive");
        product = product(sha256(home.resolve("h2.tar.gz")), home.resolve("1.4"));
        assertThat(prepare().status()).isNotZero();
        assertThat(names()).containsExactly("1.4", "current", "h2.tar.gz");
    }

    @ParameterizedTest
    @CsvSource({"rm", "mkdir", "tar", "sync", "mv", "ln"})
    void whatever_program_it_is_killed_at_the_link_leads_to_a_whole_version_and_the_next_attempt_ends_it(
            String program) throws Exception {
        for (boolean after : List.of(false, true)) {
            for (int which = 1; which <= 3; which++) {
                String as = program + (after ? ", after call " : ", before call ") + which;
                Path calls = top.resolve("calls");
                Ended cut = run(product.install(),
                        Map.of("PATH", killing(program, after, which, top.resolve("bin"), calls)));
                assertThat(cut.well()).as(as + " " + cut).isEqualTo(Files.readAllLines(calls).size() < which);
                assertThat(inUse()).as(as).isIn("1.4", "2.5");
                assertThat(Files.exists(home.resolve("2.5"))).as(as)
                        .isEqualTo(Files.exists(home.resolve("2.5/bin/h2")));
                assertThat(install()).as(as).isEqualTo(new Ended(0, ""));
                assertThat(inUse()).as(as).isEqualTo("2.5");
                assertThat(names()).as(as).containsExactly("1.4", "2.5", "current", "h2.tar.gz");
                run(product.undo().orElseThrow());
                shell("rm -rf '" + top + "'/it*/2.5 '" + calls + "' '" + top + "/bin'");
            }
        }
    }
}
