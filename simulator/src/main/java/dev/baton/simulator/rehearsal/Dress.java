package dev.baton.simulator.rehearsal;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.Settings;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Puts commands that the simulated workshop answers in the place of a person's own, which are not run. Everything that
/// rules look at stays as it is. Waits are shortened and windows left out: virtual hours take real seconds.
final class Dress {

    /// No wait of a plan is longer.
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final String SERVES = "serves";

    private Dress() {}

    static ClusterDocument document(ClusterImage image) {
        ClusterDocument own = ClusterDocument.of(image);
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        own.groups().forEach((id, group) -> groups.put(id, new GroupDefinition(group.kind(), group.parameters(),
                group.resources().stream().map(Dress::resource).toList(), group.preferred(), group.possible(),
                group.critical(), group.terms())));
        // Nobody answers for a fence device: a lost machine is taken over from when its lease is over.
        return new ClusterDocument(new Settings(own.settings().name(), own.settings().oneGroupPerNode(), "none"),
                own.kinds().stream().map(Dress::kind).toList(), own.nodes(), groups);
    }

    private static Resource resource(Resource own) {
        TreeMap<String, String> with = new TreeMap<>();
        List.of("run", "ready", "monitor").forEach(word -> with.put(word, word + " " + own.id()));
        return new Resource(own.id(), "process", with, own.needs(), own.startWithin(), own.stopWithin(),
                own.monitorEvery());
    }

    private static Kind kind(Kind own) {
        return new Kind(own.id(), own.product(), own.data(), own.formatParts(), own.trustMixedFailover(),
                own.failoverMayConvert(), own.upgrade(), own.convert().map(convert -> new Kind.Convert(
                        convert.offline(), convert.online(), new Command("convert"), convert.restartable(),
                        convert.takes())),
                own.backup().map(backup -> new Kind.Backup(backup.required(), new Command("backup"), Optional.empty(),
                        backup.silence().map(silence -> new Kind.Silence(users(silence.users()), silence.takes())))),
                own.version().map(_ -> of("version", own.product())), own.format().map(_ -> new Command("format")),
                own.detach().map(Dress::detach), own.check().map(_ -> new Command(SERVES)), own.clients().map(probe ->
                        new Kind.ClientProbe(new Command(SERVES), probe.on(), WAIT, probe.timeout())),
                own.fingerprint().map(_ -> new Kind.Fingerprint(new Command("fingerprint"))));
    }

    private static Kind.Detach detach(Kind.Detach own) {
        return new Kind.Detach(users(own.quiesce()), new Command("alone"), new Command("again"),
                own.check().map(_ -> new Command(SERVES)), own.takes());
    }

    private static List<Kind.Quiesced> users(List<Kind.Quiesced> own) {
        List<Kind.Quiesced> users = new ArrayList<>();
        for (Kind.Quiesced user : own) {
            String name = "user" + users.size();
            users.add(new Kind.Quiesced(user.on(), new Command("silence " + name), new Command("letgo " + name),
                    user.check().map(_ -> new Command("silent " + name))));
        }
        return users;
    }

    private static Command of(String word, ProductId product) {
        return new Command(word + " " + product);
    }

    static Plan plan(Plan own) {
        return new Plan(spec(own.spec()), own.revision(), own.basis(), own.stages().stream()
                .map(stage -> new Stage(stage.number(), stage.subject(), stage.steps().stream().map(Dress::step)
                        .toList(), stage.takes(), stage.because())).toList());
    }

    private static Step step(Step own) {
        return own instanceof Step.Wait(var time) ? new Step.Wait(shortened(time)) : own;
    }

    private static Duration shortened(Duration time) {
        return time.compareTo(WAIT) < 0 ? time : WAIT;
    }

    private static UpgradeSpec spec(UpgradeSpec own) {
        return new UpgradeSpec(own.name(), own.products().stream().map(Dress::product).toList(), own.restart(),
                own.preset(), own.failback(), own.convert(), own.moveTakes(), own.stopBefore(), own.acceptedExposure(),
                shortened(own.soakAfterNode()), own.onFailure(), own.mayBeOut(), Optional.empty(), Set.of(),
                Optional.empty(), own.canary(), own.together());
    }

    private static UpgradeSpec.ProductUpgrade product(UpgradeSpec.ProductUpgrade own) {
        return new UpgradeSpec.ProductUpgrade(own.product(), own.from(), own.to(),
                own.prepare().map(_ -> of("prepare", own.product())), of("install", own.product()),
                own.undo().map(_ -> of("undo", own.product())), own.selfTest().map(_ -> of("selftest", own.product())),
                own.takes());
    }

    /// Returns in words what is not as it is in the real cluster.
    static String differences() {
        return "your commands are not run: their part is played from the plan's versions and formats. Waits are "
                + Durations.text(WAIT) + " at most, windows and fence devices are left out";
    }
}
