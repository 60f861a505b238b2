package dev.baton.config;

import static dev.baton.config.PayloadRuns.killing;
import static dev.baton.config.PayloadRuns.run;
import static dev.baton.config.PayloadRuns.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.PayloadRuns.Ended;
import dev.baton.core.model.Command;
import dev.baton.core.plan.UpgradeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What apt and dpkg of this machine make of a payload, with tiny packages, in a root, with sources and a cache of the
/// test's own: nothing of the machine is changed. Skipped where there is no apt, or who runs it is not root.
final class DebianPayloadTest {

    @TempDir
    private Path top;

    private Path root;
    private Path mirror;

    @BeforeEach
    void aPackageIsInstalled() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "skipped: dpkg wants root");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")), "skipped: no apt here");
        root = top.resolve("root");
        mirror = top.resolve("mirror");
        shell("cd '" + top + "'; mkdir -p mirror apt/lists/partial apt/archives/partial apt/etc/apt.conf.d "
                + "apt/etc/preferences.d root/var/lib/dpkg/info root/var/lib/dpkg/updates root/usr/sbin root/run; "
                + "touch root/var/lib/dpkg/status");
        Files.writeString(top.resolve("apt/etc/sources.list"), "deb [trusted=yes] copy:" + mirror + " ./\n");
        Files.writeString(top.resolve("apt/conf"), """
                Dir::State "TOP/apt"; Dir::State::lists "TOP/apt/lists";
                Dir::State::status "TOP/root/var/lib/dpkg/status";
                Dir::Cache "TOP/apt"; Dir::Cache::archives "TOP/apt/archives"; Dir::Etc "TOP/apt/etc";
                Dir::Log "TOP/apt"; APT::Sandbox::User "root"; Dpkg::Use-Pty "0";
                DPkg::Pre-Invoke ""; DPkg::Post-Invoke "";
                DPkg::Options {"--root=TOP/root"; "--force-script-chrootless"; "--force-unsafe-io";};
                """.replace("TOP", top.toString()));
        build("1.0", "", mirror);
        build("2.0", "", mirror);
        index();
        assertThat(on(product("debian: {packages: tiny=1.0}").install())).matches(Ended::well);
        assertThat(version()).isEqualTo("1.0");
    }

    private void build(String version, String afterwards, Path directory) throws Exception {
        Path tree = top.resolve("tree");
        shell("rm -rf '" + tree + "'; mkdir -p '" + tree + "/DEBIAN' '" + tree + "/etc' '" + tree + "/usr/share'");
        Files.writeString(tree.resolve("DEBIAN/control"), """
                Package: tiny
                Version: %s
                Architecture: all
                Maintainer: nobody <nobody@example.org>
                Description: tiny
                """.formatted(version));
        Files.writeString(tree.resolve("DEBIAN/conffiles"), "/etc/tiny\n");
        Files.writeString(tree.resolve("etc/tiny"), "of " + version + "\n");
        Files.writeString(tree.resolve("usr/share/tiny"), version);
        PayloadRuns.program(tree.resolve("DEBIAN/postinst"), afterwards);
        shell("dpkg-deb --root-owner-group -b '" + tree + "' '" + directory + "/tiny_" + version + "_all.deb'");
    }

    /// Writes what a mirror says of its packages, and reads it.
    private void index() throws Exception {
        shell("cd '" + mirror + "'; for f in *.deb; do dpkg-deb -f $f; echo Filename: ./$f; "
                + "echo Size: $(stat -c %s $f); echo SHA256: $(sha256sum <$f | cut -d' ' -f1); echo; done >Packages");
        assertThat(on(new Command("apt-get -q update"))).matches(Ended::well);
    }

    private Ended on(Command command) throws IOException, InterruptedException {
        return run(command, Map.of("APT_CONFIG", top + "/apt/conf", "DPKG_ROOT", root.toString(), "DPKG_FORCE",
                "script-chrootless,unsafe-io,downgrade", "LC_ALL", "C"));
    }

    private Ended on(Command command, String path) throws IOException, InterruptedException {
        return on(new Command("PATH='" + path + "'\n" + command.line()));
    }

    private static UpgradeSpec.ProductUpgrade product(String payload) {
        return PayloadRuns.product(payload);
    }

    private String version() throws IOException, InterruptedException {
        return on(new Command("dpkg-query -W -f='${Version}' tiny")).output();
    }

    private String status() throws IOException, InterruptedException {
        return on(new Command("dpkg-query -W -f='${db:Status-Status}=${Version}' tiny")).output();
    }

    private Path policy() {
        return root.resolve("usr/sbin/policy-rc.d");
    }

    @Test
    void prepare_fetches_both_ways_so_that_install_and_undo_need_no_mirror() throws Exception {
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: tiny=2.0, undo-packages: tiny=1.0}");
        shell("rm -f '" + top + "'/apt/archives/*.deb");
        assertThat(on(tiny.prepare().orElseThrow())).matches(Ended::well);
        assertThat(on(tiny.prepare().orElseThrow())).matches(Ended::well);
        assertThat(version()).isEqualTo("1.0");
        shell("rm -f '" + mirror + "'/*");
        assertThat(on(tiny.install())).matches(Ended::well);
        assertThat(version()).isEqualTo("2.0");
        assertThat(on(tiny.undo().orElseThrow())).matches(Ended::well);
        assertThat(version()).isEqualTo("1.0");
        assertThat(root.resolve("usr/share/tiny")).hasContent("1.0");
    }

    @Test
    void lists_that_do_not_know_the_version_yet_are_read_anew() throws Exception {
        build("3.0", "", mirror);
        shell("cp -r '" + top + "/apt/lists' '" + top + "/before'");
        index();
        shell("rm -rf '" + top + "/apt/lists'; mv '" + top + "/before' '" + top + "/apt/lists'");
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: [tiny=3.0]}");
        assertThat(on(tiny.prepare().orElseThrow())).matches(Ended::well);
        assertThat(on(tiny.install())).matches(Ended::well);
        assertThat(version()).isEqualTo("3.0");
    }

    @Test
    void what_the_mirror_has_not_is_told_while_the_node_serves_the_way_back_too() throws Exception {
        assertThat(on(product("debian: {packages: tiny=4.0}").prepare().orElseThrow()).status()).isNotZero();
        Files.delete(mirror.resolve("tiny_1.0_all.deb"));
        index();
        Ended back = on(product("debian: {packages: tiny=2.0, undo-packages: tiny=1.0}").prepare().orElseThrow());
        assertThat(back.output()).contains("Can't find a source to download version '1.0' of 'tiny");
        assertThat(back.status()).isNotZero();
        assertThat(version()).isEqualTo("1.0");
    }

    @Test
    void a_package_that_is_held_is_told_while_the_node_serves() throws Exception {
        on(new Command("apt-mark hold tiny"));
        Ended held = on(product("debian: {packages: tiny=2.0}").prepare().orElseThrow());
        assertThat(held.status()).isNotZero();
        assertThat(held.output()).contains("Held packages");
    }

    @Test
    void installing_what_is_installed_asks_nobody() throws Exception {
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: tiny=2.0}");
        assertThat(on(tiny.install())).matches(Ended::well);
        PayloadRuns.program(top.resolve("bin/apt-get"), "exit 99");
        assertThat(on(tiny.install(), top.resolve("bin") + ":" + System.getenv("PATH"))).isEqualTo(new Ended(0, ""));
    }

    @Test
    void files_of_a_directory_are_installed_whoever_named_them_and_torn_ones_are_told_before() throws Exception {
        Path debs = Files.createDirectories(top.resolve("debs of 'ours'"));
        Files.move(mirror.resolve("tiny_2.0_all.deb"), debs.resolve("tiny_of-today.deb"));
        Files.move(mirror.resolve("tiny_1.0_all.deb"), debs.resolve("tiny_1.0_all.deb"));
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: 'tiny=2.0', undo-packages: 'tiny=1.0', from: \""
                + debs + "\"}");
        assertThat(on(tiny.prepare().orElseThrow())).matches(Ended::well);
        assertThat(version()).isEqualTo("1.0");
        assertThat(on(tiny.install())).matches(Ended::well);
        assertThat(version()).isEqualTo("2.0");
        assertThat(on(tiny.undo().orElseThrow())).matches(Ended::well);
        assertThat(version()).isEqualTo("1.0");
        shell("truncate -s -40 '" + top + "'/debs*/tiny_of-today.deb");
        assertThat(on(tiny.prepare().orElseThrow()).status()).isNotZero();
        Files.delete(debs.resolve("tiny_of-today.deb"));
        assertThat(on(tiny.prepare().orElseThrow()).output()).contains("has no readable package file of tiny=2.0");
        assertThat(on(tiny.install()).status()).isNotZero();
        assertThat(version()).isEqualTo("1.0");
    }

    @Test
    void a_file_of_configuration_that_people_changed_stays_theirs() throws Exception {
        Files.writeString(root.resolve("etc/tiny"), "mine\n");
        assertThat(on(product("debian: {packages: tiny=2.0}").install())).matches(Ended::well);
        assertThat(root.resolve("etc/tiny")).hasContent("mine");
    }

    @Test
    void maintainer_scripts_of_the_install_start_nothing_and_those_of_others_do() throws Exception {
        build("3.0", "s=0; $DPKG_ROOT/usr/sbin/policy-rc.d tiny start || s=$?; echo $s >$DPKG_ROOT/said; "
                + "s=0; env -u BATON_INSTALLS $DPKG_ROOT/usr/sbin/policy-rc.d tiny start || s=$?; "
                + "echo $s >>$DPKG_ROOT/said", mirror);
        index();
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: tiny=3.0, undo-packages: tiny=1.0}");
        assertThat(on(tiny.install())).matches(Ended::well);
        assertThat(root.resolve("said")).hasContent("101\n0");
        assertThat(policy()).doesNotExist();
        on(tiny.undo().orElseThrow());
        PayloadRuns.program(policy(), "[ \"$BATON_INSTALLS\" = 1 ] || exit 0\nexit 104");
        assertThat(on(tiny.install())).matches(Ended::well);
        assertThat(root.resolve("said")).hasContent("104\n0");
        assertThat(policy()).exists();
    }

    @Test
    void what_asked_for_a_restart_of_the_machine_asks_batons_run_for_it() throws Exception {
        build("3.0", "touch $DPKG_ROOT/run/reboot-required", mirror);
        index();
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: tiny=3.0}");
        assertThat(on(tiny.install()).output().lines()).contains("baton: restart required");
        assertThat(on(tiny.install()).output()).isEqualTo("baton: restart required\n");
    }

    @Test
    void an_install_that_is_killed_with_all_it_started_is_ended_by_the_next_attempt() throws Exception {
        build("3.0", "[ -e $DPKG_ROOT/once ] || { touch $DPKG_ROOT/once; kill -9 0; }", mirror);
        index();
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: tiny=3.0}");
        Ended killed = on(tiny.install());
        assertThat(killed.status()).as(killed.output()).isEqualTo(137);
        assertThat(policy()).exists();
        assertThat(status()).isEqualTo("half-configured=3.0");
        assertThat(on(tiny.install())).matches(Ended::well);
        assertThat(status()).isEqualTo("installed=3.0");
        assertThat(policy()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chmod", "mv", "apt-get", "rm"})
    void whatever_program_it_is_killed_at_the_next_attempt_ends_it_and_leaves_nothing(String program) throws Exception {
        UpgradeSpec.ProductUpgrade tiny = product("debian: {packages: tiny=2.0, undo-packages: tiny=1.0}");
        for (boolean after : List.of(false, true)) {
            Files.deleteIfExists(top.resolve("calls"));
            Ended cut = on(tiny.install(), killing(program, after, 1, top.resolve("bin"), top.resolve("calls")));
            assertThat(cut.status()).as(cut.output()).isEqualTo(137);
            assertThat(on(tiny.install())).matches(Ended::well);
            assertThat(status()).isEqualTo("installed=2.0");
            assertThat(shell("ls '" + root + "/usr/sbin'")).isEmpty();
            assertThat(on(tiny.undo().orElseThrow())).matches(Ended::well);
            assertThat(status()).isEqualTo("installed=1.0");
        }
    }

    @Test
    void an_install_whose_dpkg_alone_is_killed_mends_that_itself() throws Exception {
        build("3.0", "[ -e $DPKG_ROOT/once ] || { touch $DPKG_ROOT/once; kill -9 $PPID; }", mirror);
        index();
        Ended mended = on(product("debian: {packages: tiny=3.0}").install());
        assertThat(mended).matches(Ended::well);
        assertThat(mended.output()).contains("dpkg exited unexpectedly");
        assertThat(version()).isEqualTo("3.0");
    }
}
