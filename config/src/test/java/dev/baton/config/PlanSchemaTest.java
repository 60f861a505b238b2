package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The published schema describes what `baton plan --json` prints, as the scenarios have it.
class PlanSchemaTest {

    private static final Path ROOT = Path.of("..");

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(ROOT.resolve("docs/schema/plan.schema.json")), InputFormat.JSON);
    }

    /// Every plan that a scenario prints as JSON.
    private static List<String> printed() throws IOException {
        List<String> plans = new ArrayList<>();
        try (Stream<Path> scenarios = Files.list(ROOT.resolve("scenarios"))) {
            for (Path scenario : scenarios.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
                Files.readAllLines(scenario).stream().filter(line -> line.startsWith("{\"upgrade\":"))
                        .forEach(plans::add);
            }
        }
        return plans;
    }

    @Test
    void every_plan_that_a_scenario_prints_satisfies_the_schema() throws IOException {
        Schema schema = schema();
        assertThat(printed()).hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(plan -> assertThat(schema.validate(plan, InputFormat.JSON)).isEmpty())
                .anySatisfy(plan -> assertThat(plan).contains("\"windows\":[{\"n\":1,"));
    }

    @Test
    void a_plan_without_one_of_its_fields_does_not_nor_one_with_another() throws IOException {
        Schema schema = schema();
        String plan = printed().getFirst();
        for (String field : List.of("preset", "outages", "windows", "steps", "startsAfterMinutes", "window", "n")) {
            String other = plan.replace("\"" + field + "\":", "\"zzz\":");
            assertThat(other).isNotEqualTo(plan);
            assertThat(schema.validate(other, InputFormat.JSON)).as(field).isNotEmpty();
        }
    }
}
