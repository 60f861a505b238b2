package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.plan.UpgradeSpec;
import org.junit.jupiter.api.Test;

/// How many nodes an upgrade may take out of service together.
class BudgetTest {
    private static final String UPGRADE = """
            upgrade: app-2
            products:
              - {product: app, from: ">=1.0 <2.0", to: "2.0", install: install-app}
            """;

    @Test
    void one_node_at_a_time_unless_the_file_says_otherwise() {
        assertThat(parse(UPGRADE).mayBeOut()).isEqualTo(1);
        assertThat(parse(UPGRADE + "budget: {nodes-out: 5}\n").mayBeOut()).isEqualTo(5);
    }

    @Test
    void a_budget_of_no_node_is_a_mistake_with_its_place() {
        assertThatThrownBy(() -> parse(UPGRADE + "budget: {nodes-out: 0}\n")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("upgrade.yaml:4:21").hasMessageContaining("expected a whole number from 1");
        assertThatThrownBy(() -> parse(UPGRADE + "budget: {nodes: 5}\n")).isInstanceOf(Mistakes.class)
                .hasMessageContaining("known here: nodes-out");
    }

    private static UpgradeSpec parse(String text) {
        return UpgradeFile.parse(new ClusterFile.Source("upgrade.yaml", text));
    }
}
