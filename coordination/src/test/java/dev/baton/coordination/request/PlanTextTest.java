package dev.baton.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Stage.Subject;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.Windows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Both ways to write a plan must agree to the last byte: people know saved plans by the digest.
final class PlanTextTest {
    private static final NodeId NODE = new NodeId("node1");
    private static final NodeId OTHER = new NodeId("node2");
    private static final GroupId GROUP = new GroupId("evs1");
    private static final ProductId PRODUCT = new ProductId("h2");
    private static final Version OLD = new Version("1.4.200");
    private static final Version NEW = new Version("2.5");
    private static final TreeSet<ResourceId> RESOURCES = new TreeSet<>(Set.of(new ResourceId("disk"),
            new ResourceId("ip")));
    private static final UpgradeSpec PLAIN = new UpgradeSpec("up", List.of(new UpgradeSpec.ProductUpgrade(PRODUCT,
            VersionRange.parse(">=1.4 <2"), NEW, Optional.empty(), new Command("install"), Optional.empty(),
            Optional.empty(), Duration.ofSeconds(3))), UpgradeSpec.Restart.NEVER, Preset.FEWEST_OUTAGES,
            UpgradeSpec.Failback.NEVER, UpgradeSpec.ConvertWhen.WITH_MOVE, Duration.ofSeconds(1), Set.of(),
            Optional.empty(), Duration.ZERO, UpgradeSpec.OnFailure.STOP);
    /// Quotes, control characters, and what has two, three and four bytes.
    private static final String ODD = "\"\\/\b\t\n\f\r\u0001\u001f\u007f\u00e4\u2028\ud83d\ude00\ud83d end";

    private static final List<Step> STEPS = List.of(new Step.Hold(NODE), new Step.Release(NODE),
            new Step.Prepare(NODE, PRODUCT, OLD, NEW), new Step.Install(NODE, PRODUCT, OLD, NEW),
            new Step.Restart(NODE, true), new Step.Restart(NODE, false, List.of(new Step.GivenUp(GROUP),
                    new Step.GivenUp(new GroupId("evs2")))),
            new Step.Rejoin(NODE), new Step.SelfTest(NODE, PRODUCT, NEW), new Step.ProbeGroup(NODE),
            new Step.HandOverLeadership(NODE), new Step.TakeOffline(GROUP, RESOURCES),
            new Step.BringOnline(GROUP, new TreeSet<>()), new Step.Move(GROUP, NODE, OTHER), new Step.Backup(GROUP),
            new Step.Convert(GROUP, OLD, NEW), new Step.Quiesce(GROUP), new Step.Unquiesce(GROUP),
            new Step.Detach(GROUP), new Step.Attach(GROUP), new Step.Check(GROUP), new Step.Fingerprint(GROUP, true),
            new Step.Wait(Duration.ofMillis(61_500)), new Step.StopPoint(ODD), new Step.Finalize());

    private static final List<Subject> SUBJECTS = List.of(new Subject.UpgradeNode(NODE),
            new Subject.UpgradeNodes(List.of(NODE, OTHER)),
            new Subject.MoveGroup(GROUP, NODE, OTHER, Optional.of(NEW)),
            new Subject.MoveGroup(GROUP, NODE, OTHER, Optional.empty()), new Subject.Canary(GROUP, NODE, OTHER, true),
            new Subject.ConvertGroup(GROUP, NODE, NEW), new Subject.DetachGroup(GROUP, ODD),
            new Subject.SaveTogether(List.of(GROUP, new GroupId("evs2"))),
            new Subject.Pause(ODD));

    @Test
    void every_shape_is_written_as_the_library_writes_it() {
        assertThat(Stream.concat(STEPS.stream(), SUBJECTS.stream()).map(Object::getClass))
                .containsAll(Stream.of(Step.class, Subject.class).flatMap(PlanTextTest::shapes).toList());
        agrees(PLAIN, SUBJECTS.stream().map(subject -> new Stage(1, subject, STEPS, Duration.ofHours(30), ODD))
                .toList());
    }

    @Test
    void whatever_an_upgrade_may_say_is_written_as_the_library_writes_it() {
        agrees(PLAIN, List.of());
        for (UpgradeSpec.Restart restart : UpgradeSpec.Restart.values()) {
            UpgradeSpec all = new UpgradeSpec(ODD, List.of(product(ODD), product("b")), restart, Preset.FASTEST,
                    UpgradeSpec.Failback.AT_END, UpgradeSpec.ConvertWhen.ON_RETURN, Duration.ofMillis(1),
                    Set.of(UpgradeSpec.StopPoint.values()), Optional.of(Duration.ofMinutes(1)), Duration.ofSeconds(5),
                    UpgradeSpec.OnFailure.UNDO_NODE_AND_STOP, 3,
                    Optional.of(Windows.parse("Sat 22:00-02:00 Europe/Berlin")), Set.of(UpgradeSpec.Gate.values()),
                    Optional.of(new UpgradeSpec.Needs(5, Duration.ofSeconds(2))),
                    Optional.of(new UpgradeSpec.Canary(GROUP)),
                    Optional.of(new UpgradeSpec.Together(List.of(GROUP, new GroupId("evs2")), true, false)));
            assertThat(Json.text(all)).contains(Stream.of(UpgradeSpec.class, UpgradeSpec.ProductUpgrade.class,
                            UpgradeSpec.Together.class)
                    .flatMap(type -> Stream.of(type.getRecordComponents()))
                    .map(component -> '"' + component.getName() + "\":").toList());
            agrees(all, List.of());
        }
    }

    @Test
    void a_plan_of_several_parts_is_written_as_the_library_writes_it() {
        agrees(PLAIN, IntStream.range(0, 500).mapToObj(n -> new Stage(n, SUBJECTS.get(n % SUBJECTS.size()), STEPS,
                Duration.ofSeconds(n), ODD.repeat(n % 7))).toList());
    }

    private static UpgradeSpec.ProductUpgrade product(String command) {
        return new UpgradeSpec.ProductUpgrade(PRODUCT, VersionRange.parse(">=1.4 <2"), NEW,
                Optional.of(new Command("prepare " + command)), new Command("install " + command),
                Optional.of(new Command("undo")), Optional.of(new Command("test")), Duration.ofDays(2));
    }

    private static void agrees(UpgradeSpec spec, List<Stage> stages) {
        TreeMap<NodeId, String> nodes = new TreeMap<>();
        TreeMap<GroupId, String> groups = new TreeMap<>();
        for (int i = 0; i < stages.size(); i++) {
            nodes.put(new NodeId("node" + i), ODD);
            groups.put(new GroupId("g" + i), "is on node" + i);
        }
        Plan plan = new Plan(spec, 1L << 40, new PlanBasis(nodes, groups), stages);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        AtomicInteger parts = new AtomicInteger();
        PlanText.write(plan, (bytes, length) -> {
            text.write(bytes, 0, length);
            parts.incrementAndGet();
        });
        // As bytes, in which half a character is no longer one.
        assertThat(text.toByteArray()).asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(Json.text(plan).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertThat(parts).hasValueGreaterThan(stages.size() / 100);
    }

    private static Stream<Class<?>> shapes(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(PlanTextTest::shapes)
                : Stream.of(type);
    }
}
