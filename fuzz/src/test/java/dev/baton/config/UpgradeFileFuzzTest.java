package dev.baton.config;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.Json;
import dev.baton.core.plan.UpgradeSpec;

class UpgradeFileFuzzTest {

    @FuzzTest
    void an_upgrade_file_specifies_an_upgrade_or_its_mistakes_are_named(byte[] input) {
        read(Mistakes.class, () -> UpgradeFile.parse(new Source("upgrade.yaml", text(input)))).ifPresent(spec -> {
            same(Json.read(Json.text(spec), UpgradeSpec.class), spec);
            holds(spec.nodeTakes().isPositive(), "an install takes no time");
        });
    }
}
