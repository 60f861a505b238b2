package dev.baton.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The walls of the design: who may see whom, and what decisions may not touch. Think hard before changing one; a wall
/// in the way usually means that the code stands in the wrong room.
class WallsTest {

    private static final JavaClasses BATON = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludePackageInfos())
            .importPackages("dev.baton");

    /// What each module may see, whole; a module not named here may not exist.
    private static final Map<String, Set<String>> MODULES = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("coordination", Set.of("core")),
            Map.entry("config", Set.of("core", "coordination")),
            Map.entry("zookeeper", Set.of("core", "coordination")),
            Map.entry("agent", Set.of("core", "coordination")),
            Map.entry("cluster", Set.of("core", "coordination")),
            Map.entry("console", Set.of("core", "coordination", "config", "cluster")),
            Map.entry("server", Set.of("core", "coordination", "config", "zookeeper", "agent", "cluster", "console")),
            Map.entry("simulator", Set.of("core", "coordination", "agent", "cluster")),
            Map.entry("cli", Set.of("core", "coordination", "config", "cluster", "simulator")),
            Map.entry("demo", Set.of("core", "coordination", "config", "cluster", "cli")),
            Map.entry("bench", Set.of("core")));

    /// The one package of the agent that touches the machine.
    private static final String LINUX = "dev.baton.agent.linux..";

    @Test
    void each_module_sees_only_the_modules_below_it() {
        MODULES.forEach((module, below) -> {
            String[] visible = below.stream().map(name -> "dev.baton." + name + "..").toArray(String[]::new);
            DescribedPredicate<JavaClass> elsewhere = resideInAPackage("dev.baton..")
                    .and(not(resideInAPackage("dev.baton." + module + "..")))
                    .and(not(resideInAnyPackage(visible)))
                    .as("modules other than " + below);
            check(noClasses().that().resideInAPackage("dev.baton." + module + "..")
                    .should().dependOnClassesThat(elsewhere));
        });
    }

    @Test
    void every_class_belongs_to_a_known_module() {
        String[] known = MODULES.keySet().stream().map(name -> "dev.baton." + name + "..").toArray(String[]::new);
        check(classes().should().resideInAnyPackage(known));
    }

    @Test
    void the_core_is_ordered_from_model_to_the_three_deciders_which_do_not_know_each_other() {
        check(layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true)
                .layer("model").definedBy("dev.baton.core.model..")
                .layer("plan").definedBy("dev.baton.core.plan..")
                .layer("journal").definedBy("dev.baton.core.journal..")
                .layer("rules").definedBy("dev.baton.core.rules..")
                .layer("placement").definedBy("dev.baton.core.placement..")
                .layer("planner").definedBy("dev.baton.core.planner..")
                .layer("prover").definedBy("dev.baton.core.prover..")
                .layer("rehearsal").definedBy("dev.baton.core.rehearsal..")
                .layer("faults").definedBy("dev.baton.core.faults..")
                .layer("report").definedBy("dev.baton.core.report..")
                .layer("screen").definedBy("dev.baton.core.screen..")
                .whereLayer("model").mayNotAccessAnyLayer()
                .whereLayer("plan").mayOnlyAccessLayers("model")
                .whereLayer("journal").mayOnlyAccessLayers("model", "plan")
                .whereLayer("rules").mayOnlyAccessLayers("model", "plan", "journal")
                .whereLayer("placement").mayOnlyAccessLayers("model", "plan", "journal", "rules")
                .whereLayer("planner").mayOnlyAccessLayers("model", "plan", "journal", "rules")
                .whereLayer("prover").mayOnlyAccessLayers("model", "plan", "journal", "rules")
                .whereLayer("rehearsal").mayOnlyAccessLayers("model", "plan", "journal", "rules")
                .whereLayer("report").mayOnlyAccessLayers("model", "plan", "journal", "rules")
                .whereLayer("report").mayOnlyBeAccessedByLayers("screen")
                .whereLayer("faults").mayOnlyAccessLayers("model", "plan", "rules", "placement", "planner", "prover")
                .whereLayer("faults").mayOnlyBeAccessedByLayers("screen")
                .whereLayer("screen").mayNotBeAccessedByAnyLayer());
    }

    @Test
    void the_core_has_no_room_outside_its_order() {
        check(classes().that().resideInAPackage("dev.baton.core..").should().resideInAnyPackage(
                "dev.baton.core.model..", "dev.baton.core.plan..", "dev.baton.core.journal..",
                "dev.baton.core.rules..", "dev.baton.core.placement..", "dev.baton.core.planner..",
                "dev.baton.core.prover..", "dev.baton.core.rehearsal..", "dev.baton.core.faults..",
                "dev.baton.core.report..", "dev.baton.core.screen.."));
    }

    @Test
    void the_core_knows_nothing_but_itself_and_the_pure_part_of_the_library() {
        check(classes().that().resideInAPackage("dev.baton.core..")
                .should().onlyDependOnClassesThat(Purity.worldOfTheCore()));
    }

    @Test
    void nothing_but_the_simulator_sees_simulated_machines_and_the_engine_in_memory() {
        check(noClasses().that().resideOutsideOfPackages("dev.baton.simulator..", "dev.baton.agent.simulated..",
                        "dev.baton.coordination.memory..")
                .should().dependOnClassesThat(resideInAnyPackage("dev.baton.agent.simulated..",
                        "dev.baton.coordination.memory..")));
    }

    @Test
    void decisions_name_no_effect() {
        check(noEffects(decisions()));
    }

    @Test
    void decisions_read_no_clock_and_no_chance() {
        check(noClockOrChance(decisions()));
    }

    @Test
    void only_the_zookeeper_module_sees_zookeeper_or_curator_or_netty() {
        check(noClasses().that().resideOutsideOfPackage("dev.baton.zookeeper..")
                .should().dependOnClassesThat(resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..",
                        "io.netty..")));
    }

    @Test
    void only_the_server_sees_the_web_server_and_the_metrics_library() {
        check(noClasses().that().resideOutsideOfPackage("dev.baton.server..").should()
                .dependOnClassesThat(resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..",
                        "io.prometheus..")));
    }

    @Test
    void only_the_console_sees_the_templates() {
        check(noClasses().that().resideOutsideOfPackage("dev.baton.console..").should()
                .dependOnClassesThat(resideInAPackage("gg.jte..")));
    }

    @Test
    void pages_name_no_effect_and_read_no_clock() {
        check(noEffects(resideInAPackage("dev.baton.console..")));
        check(noClockOrChance(resideInAPackage("dev.baton.console..")));
    }

    @Test
    void only_the_command_and_the_demo_see_the_command_line_library() {
        check(noClasses().that().resideOutsideOfPackages("dev.baton.cli..", "dev.baton.demo..")
                .should().dependOnClassesThat(resideInAPackage("picocli..")));
    }

    @Test
    void the_command_and_the_console_know_no_more_of_the_cluster_than_what_is_said_over_the_wire() {
        check(noClasses().that().resideInAnyPackage("dev.baton.cli..", "dev.baton.demo..",
                        "dev.baton.console..")
                .should().dependOnClassesThat(resideInAPackage("dev.baton.cluster..")
                        .and(not(resideInAPackage("dev.baton.cluster.api..")))));
    }

    @Test
    void packages_have_no_cycles() {
        check(slices().matching("dev.baton.(**)").should().beFreeOfCycles());
    }

    @Test
    void the_wall_around_decisions_stops_a_thread_a_future_and_a_clock() {
        assertThatThrownBy(() -> noEffects(named("Threads")).check(offenders())).hasMessageContaining("Thread");
        assertThatThrownBy(() -> noEffects(named("Futures")).check(offenders())).hasMessageContaining("Future");
        assertThatThrownBy(() -> noClockOrChance(named("Clocks")).check(offenders())).hasMessageContaining("now()");
        noEffects(named("Harmless")).check(offenders());
        noClockOrChance(named("Harmless")).check(offenders());
    }

    @Test
    void the_walls_stand_around_something() {
        assertThat(BATON).isNotEmpty();
    }

    private static DescribedPredicate<JavaClass> decisions() {
        return resideInAnyPackage("dev.baton.core..", "dev.baton.coordination..", "dev.baton.cluster..",
                        "dev.baton.agent..", "dev.baton.simulator..")
                .and(not(resideInAPackage(LINUX)))
                .as("decisions");
    }

    private static ArchRule noEffects(DescribedPredicate<JavaClass> where) {
        return noClasses().that(where).should().dependOnClassesThat(Purity.effects());
    }

    private static ArchRule noClockOrChance(DescribedPredicate<JavaClass> where) {
        return noClasses().that(where).should().callCodeUnitWhere(
                DescribedPredicate.describe("reads a clock or chance", Purity.readsClockOrChance()::test));
    }

    /// A module that is still empty breaks no law.
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(BATON);
    }

    private static JavaClasses offenders() {
        return new ClassFileImporter().importClasses(Threads.class, Futures.class, Clocks.class, Harmless.class);
    }

    private static DescribedPredicate<JavaClass> named(String simpleName) {
        return DescribedPredicate.describe(simpleName, type -> type.getSimpleName().equals(simpleName));
    }

    private static final class Threads {
        Runnable start() {
            return () -> new Thread().start();
        }
    }

    private static final class Futures {
        Object start() {
            return new CompletableFuture<String>();
        }
    }

    private static final class Clocks {
        Instant when() {
            return Instant.now();
        }
    }

    private record Harmless(Instant at) {
        Harmless later() {
            return new Harmless(at.plus(Duration.ofSeconds(1)));
        }
    }
}
