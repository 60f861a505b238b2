package dev.baton.config;

import static dev.baton.config.PayloadRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.PayloadRuns.Ended;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Commands of an upgrade that run as another user than the daemon.
final class AsUserTest {

    private static void asRoot() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root becomes others");
    }

    @Test
    void every_command_runs_as_that_user_with_its_groups_and_home_and_with_the_jobs_environment() throws Exception {
        asRoot();
        UpgradeSpec.ProductUpgrade product = PayloadRuns.product("as: nobody, prepare: 'id -un; id -Gn', "
                + "install: 'echo \"$USER $HOME it''s $BATON_TO\"; exit 7', undo: id -un, self-test: id -un");
        assertThat(run(product.prepare().orElseThrow())).isEqualTo(new Ended(0, "nobody\nnogroup\n"));
        assertThat(run(product.install(), Map.of("BATON_TO", "2"))).isEqualTo(new Ended(7,
                "nobody /nonexistent it's 2\n"));
        assertThat(run(product.undo().orElseThrow()).output()).isEqualTo("nobody\n");
        assertThat(run(product.selfTest().orElseThrow()).output()).isEqualTo("nobody\n");
    }

    @Test
    void where_there_is_no_such_user_nothing_runs() throws Exception {
        UpgradeSpec.ProductUpgrade product = PayloadRuns.product("as: baton-nobody-at-all, install: echo ran");
        assertThat(run(product.install())).isEqualTo(new Ended(1, "there is no user baton-nobody-at-all here\n"));
    }
}
