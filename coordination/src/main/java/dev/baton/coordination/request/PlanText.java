package dev.baton.coordination.request;

import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Stage.Subject;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The JSON of a plan as [dev.baton.coordination.tree.Json] writes it, character by character, without the library: in
/// a process that lives for a third of a second the library takes as long as the plan. A digest is made over it.
final class PlanText {
    /// A part is handed over when it is so long.
    private static final int PART = 1 << 14;

    private final StringBuilder out = new StringBuilder(PART + PART / 4);
    private final Consumer<String> reader;

    private PlanText(Consumer<String> reader) {
        this.reader = reader;
    }

    /// Hands the text over in parts; none ends within a word.
    static void write(Plan plan, Consumer<String> reader) {
        PlanText text = new PlanText(reader);
        text.plan(plan);
        text.handOver();
    }

    private void handOver() {
        reader.accept(out.toString());
        out.setLength(0);
    }

    private void handOverIfLong() {
        if (out.length() >= PART) {
            handOver();
        }
    }

    private void plan(Plan plan) {
        out.append("{\"spec\":");
        spec(plan.spec());
        out.append(",\"revision\":").append(plan.revision()).append(",\"basis\":");
        basis(plan.basis());
        out.append(",\"stages\":[");
        boolean first = true;
        for (Stage stage : plan.stages()) {
            next(first);
            first = false;
            stage(stage);
        }
        out.append("]}");
    }

    private void basis(PlanBasis basis) {
        out.append("{\"nodes\":{");
        sentences(basis.nodes());
        out.append("},\"groups\":{");
        sentences(basis.groups());
        out.append("}}");
    }

    private void sentences(Map<?, String> named) {
        boolean first = true;
        for (Map.Entry<?, String> entry : named.entrySet()) {
            next(first);
            first = false;
            text(entry.getKey());
            out.append(':');
            text(entry.getValue());
        }
    }

    private void stage(Stage stage) {
        out.append("{\"number\":").append(stage.number()).append(",\"subject\":");
        subject(stage.subject());
        out.append(",\"steps\":[");
        boolean first = true;
        for (Step step : stage.steps()) {
            next(first);
            first = false;
            step(step);
        }
        out.append("],\"takes\":");
        text(stage.takes());
        field("because", stage.because());
        out.append('}');
    }

    private void subject(Subject subject) {
        switch (subject) {
            case Subject.UpgradeNode(var node) -> kind("upgrade-node").field("node", node);
            case Subject.UpgradeNodes(var nodes) -> kind("upgrade-nodes").field("nodes", nodes);
            case Subject.MoveGroup(var group, var from, var to, var convertTo) -> kind("move-group")
                    .field("group", group).field("from", from).field("to", to).field("convertTo", convertTo);
            case Subject.Canary(var group, var from, var to, var back) -> kind("canary")
                    .field("group", group).field("from", from).field("to", to).field("back", back);
            case Subject.ConvertGroup(var group, var owner, var to) -> kind("convert-group")
                    .field("group", group).field("owner", owner).field("to", to);
            case Subject.DetachGroup(var group, var what) -> kind("detach-group")
                    .field("group", group).field("what", what);
            case Subject.SaveTogether(var groups) -> kind("save-together").field("groups", groups);
            case Subject.Pause(var what) -> kind("pause").field("what", what);
        }
        out.append('}');
    }

    private void step(Step step) {
        switch (step) {
            case Step.OnNode ofNode -> onNode(ofNode);
            case Step.OnGroup ofGroup -> onGroup(ofGroup);
            case Step.Wait(var time) -> kind("wait").field("time", time);
            case Step.StopPoint(var before) -> kind("stop-point").field("before", before);
            case Step.Finalize() -> kind("finalize");
        }
        out.append('}');
    }

    private void onNode(Step.OnNode step) {
        switch (step) {
            case Step.Hold(var node) -> kind("hold").field("node", node);
            case Step.Release(var node) -> kind("release").field("node", node);
            case Step.Prepare(var node, var product, var from, var to) -> kind("prepare")
                    .field("node", node).field("product", product).field("from", from).field("to", to);
            case Step.Install(var node, var product, var from, var to) -> kind("install")
                    .field("node", node).field("product", product).field("from", from).field("to", to);
            case Step.Restart(var node, var onlyIfRequired, var givenUp) -> kind("restart")
                    .field("node", node).field("onlyIfRequired", onlyIfRequired).givenUp(givenUp);
            case Step.Rejoin(var node) -> kind("rejoin").field("node", node);
            case Step.SelfTest(var node, var product, var expected) -> kind("self-test")
                    .field("node", node).field("product", product).field("expected", expected);
            case Step.ProbeGroup(var node) -> kind("probe-group").field("node", node);
            case Step.HandOverLeadership(var node) -> kind("hand-over-leadership").field("node", node);
        }
    }

    private void onGroup(Step.OnGroup step) {
        switch (step) {
            case Step.TakeOffline(var group, var resources) -> kind("take-offline")
                    .field("group", group).field("resources", resources);
            case Step.BringOnline(var group, var resources) -> kind("bring-online")
                    .field("group", group).field("resources", resources);
            case Step.Move(var group, var from, var to) -> kind("move")
                    .field("group", group).field("from", from).field("to", to);
            case Step.Backup(var group) -> kind("backup").field("group", group);
            case Step.Convert(var group, var from, var to) -> kind("convert")
                    .field("group", group).field("from", from).field("to", to);
            case Step.Quiesce(var group) -> kind("quiesce").field("group", group);
            case Step.Unquiesce(var group) -> kind("unquiesce").field("group", group);
            case Step.Detach(var group) -> kind("detach").field("group", group);
            case Step.Attach(var group) -> kind("attach").field("group", group);
            case Step.Check(var group) -> kind("check").field("group", group);
            case Step.Fingerprint(var group, var again) -> kind("fingerprint")
                    .field("group", group).field("again", again);
        }
    }

    /// Nothing where there are none: plans that were saved before there were any keep their digests.
    private void givenUp(Collection<Step.GivenUp> groups) {
        if (groups.isEmpty()) {
            return;
        }
        out.append(",\"givenUp\":[");
        boolean first = true;
        for (Step.GivenUp one : groups) {
            next(first).append("{\"group\":");
            first = false;
            text(one.group());
            out.append('}');
        }
        out.append(']');
    }

    private void spec(UpgradeSpec spec) {
        out.append("{\"name\":");
        text(spec.name());
        out.append(",\"products\":[");
        boolean first = true;
        for (UpgradeSpec.ProductUpgrade product : spec.products()) {
            next(first).append("{\"product\":");
            first = false;
            text(product.product());
            field("from", product.from()).field("to", product.to()).field("prepare", product.prepare())
                    .field("install", product.install()).field("undo", product.undo())
                    .field("selfTest", product.selfTest()).field("takes", product.takes());
            out.append('}');
        }
        out.append(']');
        field("restart", spec.restart()).field("preset", spec.preset()).field("failback", spec.failback())
                .field("convert", spec.convert()).field("moveTakes", spec.moveTakes())
                .field("stopBefore", spec.stopBefore()).field("acceptedExposure", spec.acceptedExposure())
                .field("soakAfterNode", spec.soakAfterNode()).field("onFailure", spec.onFailure());
        out.append(",\"mayBeOut\":").append(spec.mayBeOut());
        field("windows", spec.windows());
        // What came to plans later is written only where it says something.
        if (!spec.gates().isEmpty()) {
            field("gates", spec.gates());
        }
        spec.needs().ifPresent(needs -> {
            out.append(",\"needs\":{\"disk\":").append(needs.disk());
            field("clocksWithin", needs.clocksWithin());
            out.append('}');
        });
        spec.canary().ifPresent(canary -> {
            out.append(",\"canary\":{\"group\":");
            text(canary.group());
            out.append('}');
        });
        spec.together().ifPresent(together -> {
            out.append(",\"together\":{\"groups\":");
            words(together.groups());
            field("first", together.first()).field("owed", together.owed());
            out.append('}');
        });
        out.append('}');
    }

    /// Begins a value of one of several shapes.
    private PlanText kind(String name) {
        out.append("{\"kind\":\"").append(name).append('"');
        return this;
    }

    private PlanText field(String name, Object word) {
        name(name);
        text(word);
        return this;
    }

    private PlanText field(String name, Optional<?> word) {
        name(name);
        text(word.isPresent() ? word.get() : null);
        return this;
    }

    private PlanText field(String name, boolean yes) {
        name(name);
        out.append(yes);
        return this;
    }

    private PlanText field(String name, Collection<?> words) {
        name(name);
        words(words);
        return this;
    }

    private void words(Collection<?> words) {
        out.append('[');
        boolean first = true;
        for (Object word : words) {
            next(first);
            first = false;
            text(word);
        }
        out.append(']');
    }

    private void name(String name) {
        out.append(",\"").append(name).append("\":");
    }

    /// Before an element of a list or a mapping; only here a part may end.
    private StringBuilder next(boolean first) {
        if (!first) {
            out.append(',');
            handOverIfLong();
        }
        return out;
    }

    private void text(@Nullable Object word) {
        if (word == null) {
            out.append("null");
            return;
        }
        String text = word.toString();
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, written, i);
                escape(c);
                written = i + 1;
            }
        }
        // A whole word is copied at once, a part of it letter by letter.
        (written == 0 ? out.append(text) : out.append(text, written, text.length())).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append(c < 0x10 ? "\\u000" : "\\u00")
                    .append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
        }
    }
}
