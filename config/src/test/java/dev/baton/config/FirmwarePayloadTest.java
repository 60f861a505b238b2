package dev.baton.config;

import static dev.baton.config.PayloadRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.PayloadRuns.Ended;
import dev.baton.core.plan.UpgradeSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing is flashed but the file that was meant.
final class FirmwarePayloadTest {

    @TempDir
    private Path top;

    private UpgradeSpec.ProductUpgrade product() throws Exception {
        Path image = Files.writeString(top.resolve("bios 2.bin"), "image");
        return PayloadRuns.product("""
                firmware: {run: 'cat "%s" >>"%s/flash" && echo "baton: restart required"', file: "%s", sha256: %s}
                """.formatted(image, top, image, PayloadRuns.sha256(image)).strip());
    }

    @Test
    void prepare_looks_at_the_digest_and_install_runs_the_command() throws Exception {
        UpgradeSpec.ProductUpgrade product = product();
        assertThat(run(product.prepare().orElseThrow())).isEqualTo(new Ended(0, ""));
        assertThat(top.resolve("flash")).doesNotExist();
        assertThat(run(product.install())).isEqualTo(new Ended(0, "baton: restart required\n"));
        assertThat(top.resolve("flash")).hasContent("image");
    }

    @Test
    void a_file_that_was_changed_after_it_was_prepared_is_not_flashed() throws Exception {
        UpgradeSpec.ProductUpgrade product = product();
        run(product.prepare().orElseThrow());
        Files.writeString(top.resolve("bios 2.bin"), "another");
        assertThat(run(product.prepare().orElseThrow()).status()).isEqualTo(1);
        assertThat(run(product.install()).output()).contains("bios 2.bin has not the digest ");
        Files.delete(top.resolve("bios 2.bin"));
        assertThat(run(product.install()).status()).isEqualTo(1);
        assertThat(top.resolve("flash")).doesNotExist();
    }

    @Test
    void the_command_runs_in_a_shell_as_it_would_without_a_file() throws Exception {
        Path image = Files.writeString(top.resolve("image"), "image");
        String run = "run: 'false | true; [ -z \"$unset\" ] && echo \"<$file>\"; false; exit 7'";
        UpgradeSpec.ProductUpgrade bare = PayloadRuns.product("firmware: {" + run + "}");
        assertThat(bare.prepare()).isEmpty();
        assertThat(run(bare.install())).isEqualTo(new Ended(7, "<>\n"));
        assertThat(run(PayloadRuns.product("firmware: {" + run + ", file: " + image + ", sha256: "
                + PayloadRuns.sha256(image) + "}").install())).isEqualTo(new Ended(7, "<>\n"));
    }
}
