package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import dev.baton.config.ClusterFile.Source;
import dev.baton.config.SchemaTest.Sort;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Command;
import dev.baton.core.plan.UpgradeSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Payloads as an upgrade file says them.
final class PayloadsTest {

    private static final String SHA = "0a".repeat(32);

    private static String file(String payload) {
        return "{upgrade: u, products: [{product: p, from: '1', to: 2, " + payload.replace("SHA", "'" + SHA + "'")
                + "}]}";
    }

    private static UpgradeSpec.ProductUpgrade product(String payload) {
        return PayloadRuns.product(payload.replace("SHA", "'" + SHA + "'"));
    }

    @Test
    void a_product_has_its_own_commands_or_those_of_its_payload() {
        UpgradeSpec.ProductUpgrade own = product("prepare: p, install: i, undo: u");
        assertThat(own.prepare()).contains(new Command("p"));
        assertThat(own.install()).isEqualTo(new Command("i"));
        assertThat(own.undo()).contains(new Command("u"));
        UpgradeSpec.ProductUpgrade archive = product(
                "self-test: t, takes: 3s, archive: {file: /a, sha256: SHA, into: /b, link: /c, was: /d}");
        assertThat(archive.prepare()).isPresent();
        assertThat(archive.undo()).isPresent();
        assertThat(archive.selfTest()).contains(new Command("t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian: {packages: a1=1}", "archive: {file: /a, sha256: SHA, into: /b, link: /c}",
        "firmware: {run: flash, file: /a, sha256: SHA}"})
    void a_payload_that_does_not_say_the_way_back_has_none_but_one_that_the_product_says(String payload) {
        assertThat(product(payload).undo()).isEmpty();
        assertThat(product("undo: back, " + payload).undo()).contains(new Command("back"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "takes: 1m | 1:25: products[0]: field `install` is missing, or a payload in its place: `install:`, `debian:`",
        "install: i, debian: {packages: a1=1} | 1:65: products[0].install: `debian:` installs the product itself",
        "prepare: i, debian: {packages: a1=1} | 1:65: products[0].prepare: `debian:` prepares the node itself",
        "debian: {packages: a1=1}, firmware: {run: f} | 1:92: products[0].firmware: `debian:` says already what is",
        "undo: u, debian: {packages: a1=1, undo-packages: a1=0} | 1:62: products[0].undo: `debian:` undoes it itself: "
                + "leave out this one, or its `undo-packages`",
        "undo: u, archive: {file: /a, sha256: SHA, into: /b, link: /c, was: /d} | 1:62: products[0].undo: `archive:` "
                + "undoes it itself: leave out this one, or its `was`",
        "debian: {from: /a} | 1:64: products[0].debian: field `packages` is missing",
        "debian: {packages: []} | 1:75: products[0].debian.packages: names no package",
        "debian: {packages: a1} | 1:75: products[0].debian.packages: expected a package with its version, such as",
        "debian: {packages: [a1=1, 'a1=$(x)']} | 1:82: products[0].debian.packages[1]: expected a package with its",
        "debian: {packages: a1=1, from: debs} | 1:87: products[0].debian.from: expected an absolute path without",
        "debian: a1=1 | 1:64: products[0].debian: expected fields with values",
        "debian: {packages: a1=1, version: 2} | 1:90: products[0].debian.version: unknown field; known here: from",
        "archive: {file: /a, sha256: SHA, into: /b} | 1:65: products[0].archive: field `link` is missing",
        "archive: {file: /a, sha256: 0a, into: /b, link: /c} | 1:84: products[0].archive.sha256: expected a digest of",
        "archive: {file: /a, sha256: SHA, into: /b/, link: /c} | 1:158: products[0].archive.into: expected an absolute",
        "archive: {file: /a/../b, sha256: SHA, into: /b, link: /c} | 1:72: products[0].archive.file: expected an",
        "archive: {file: /a, sha256: SHA, into: /b/c, link: /b} | 1:170: products[0].archive.link: the link and the",
        "archive: {file: /a, sha256: SHA, into: /b, link: /c, was: /b} | 1:177: products[0].archive.was: it is `into`",
        "archive: {file: /a, sha256: SHA, into: /b, link: /c, strip: all} | 1:179: products[0].archive.strip: expected "
                + "a number from 0 to 9, not 'all'",
        "firmware: {run: f} | 1:66: products[0].firmware: firmware runs after a restart of its machine only: the "
                + "upgrade needs `restart: always` or `restart: if-required`",
        "firmware: {run: ''} | 1:72: products[0].firmware.run: a command is empty",
        "as: root, debian: {packages: a1=1} | 1:60: products[0].as: `debian:` installs as root",
        "as: 'a b', install: i | 1:60: products[0].as: expected the name of a user, not 'a b'",
        "firmware: {run: f, file: /a} | 1:66: products[0].firmware: `file` and `sha256` belong together"})
    void a_mistake_in_a_payload_is_named_with_its_place(String payload, String told) {
        assertThatThrownBy(() -> UpgradeFile.parse(new Source("upgrade.yaml", file(payload))))
                .isInstanceOf(Mistakes.class).hasMessageContaining("upgrade.yaml:" + told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"takes: 1m", "install: i, debian: {packages: a1=1}", "prepare: i, debian: {packages: a1=1}",
        "debian: {packages: a1=1}, firmware: {run: f}", "debian: {from: /a}", "debian: {packages: []}",
        "debian: {packages: a1}", "debian: {packages: a1=1, from: debs}",
        "archive: {file: /a, sha256: SHA, into: /b}", "archive: {file: /a, sha256: 0a, into: /b, link: /c}",
        "archive: {file: /a, sha256: SHA, into: /b/, link: /c}", "firmware: {run: f, file: /a}",
        "archive: {file: /a/../b, sha256: SHA, into: /b, link: /c}"})
    void what_one_reads_off_the_file_alone_the_schema_refuses_too(String payload) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(file(payload));
        assertThat(Sort.UPGRADE_YAML.validator().validate(Json.text(document), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void firmware_whose_daemon_alone_restarts_is_a_mistake() {
        assertThatThrownBy(() -> UpgradeFile.parse(new Source("upgrade.yaml", """
                upgrade: u
                restart: daemon
                products: [{product: p, from: '1', to: 2, firmware: {run: f}}]
                """))).isInstanceOf(Mistakes.class)
                .hasMessageContaining("upgrade.yaml:3:53: products[0].firmware: firmware runs after a restart");
    }
}
