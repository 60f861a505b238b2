package dev.baton.core.rules;

import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.install;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import org.junit.jupiter.api.Test;

/// Law 6.
class SourceLevelTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_node_inside_the_range_is_upgraded() {
        LawTable.of(6, FOUR).allows(install(1));
    }

    @Test
    void a_node_below_the_range_is_refused_with_the_hop() {
        ClusterImage old = at("0.9");
        LawTable.of(6, old).refuses(new Step.Install(node(1), Scenes.PRODUCT, new Version("0.9"), Scenes.NEW),
                "node1 has evs 0.9; this upgrade starts from >=1.0 <2.0");
        assertThat(Rulebook.law(6).judge(LawTable.of(6, old).trace(), new Step.Install(node(1), Scenes.PRODUCT,
                new Version("0.9"), Scenes.NEW), old).reasons().getFirst().wayOut())
                .isEqualTo("bring evs on node1 to >=1.0 <2.0 first (one hop before this upgrade)");
    }

    @Test
    void a_node_that_is_not_as_the_step_expects_is_refused() {
        LawTable.of(6, at("1.5")).refuses(install(1), "node1 has evs 1.5; the step expects 1.0");
    }

    @Test
    void only_what_the_upgrade_names_is_installed_and_only_to_its_target() {
        LawTable.of(6, FOUR)
                .refuses(new Step.Install(node(1), new ProductId("os"), Scenes.OLD, Scenes.NEW),
                        "upgrade evs-2.0 does not name os")
                .refuses(new Step.Install(node(1), Scenes.PRODUCT, Scenes.OLD, new Version("3.0")),
                        "the step installs evs 3.0; the upgrade goes to 2.0");
    }

    @Test
    void the_way_back_ends_where_the_node_began() {
        LawTable.of(6, FOUR).after(install(1)).with(Trace::turnedBack)
                .allows(new Step.Install(node(1), Scenes.PRODUCT, Scenes.NEW, Scenes.OLD))
                .refuses(new Step.Install(node(1), Scenes.PRODUCT, Scenes.NEW, new Version("0.9")),
                        "node1 had evs 1.0 when the run began, not 0.9");
    }

    private static ClusterImage at(String version) {
        return FOUR.with(FOUR.node(node(1)).withFacts(FOUR.node(node(1)).facts()
                .with(Scenes.PRODUCT, new Version(version))));
    }
}
