package dev.baton.coordination.request;

import dev.baton.coordination.Sha256;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Stage.Subject;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The JSON of a plan as [dev.baton.coordination.tree.Json] writes it, character by character, without the library: in
/// a process that lives for a third of a second the library takes as long as the plan. A digest is made over it.
final class PlanText {
    /// A part is handed over when it is so long.
    private static final int PART = 1 << 14;

    /// The first character that takes more than a byte.
    private static final char FIRST_LONG = 0x80;

    private final Sha256.Sink reader;
    private byte[] out = new byte[PART + PART / 4];
    private int length;

    private PlanText(Sha256.Sink reader) {
        this.reader = reader;
    }

    /// Hands over the UTF-8 form of the text in parts; none ends within a word.
    static void write(Plan plan, Sha256.Sink reader) {
        PlanText text = new PlanText(reader);
        text.plan(plan);
        text.handOver();
    }

    private void handOver() {
        reader.take(out, length);
        length = 0;
    }

    private void handOverIfLong() {
        if (length >= PART) {
            handOver();
        }
    }

    private void room(int more) {
        if (length + more > out.length) {
            grow(length + more);
        }
    }

    private void grow(int least) {
        out = Arrays.copyOf(out, Math.max(least, 2 * out.length));
    }

    private PlanText append(String ascii) {
        copy(ascii, 0, ascii.length());
        return this;
    }

    private PlanText append(String ascii, int from, int to) {
        copy(ascii, from, to);
        return this;
    }

    // Of characters below 128 the low halves are the bytes of UTF-8. All goes through here, so it is long enough not to
    // be compiled again into each of those who call it.
    @SuppressWarnings("deprecation")
    private void copy(String ascii, int from, int to) {
        int end = length + to - from;
        if (end > out.length) {
            grow(end);
        }
        ascii.getBytes(from, to, out, length);
        length = end;
    }

    private PlanText append(char ascii) {
        room(1);
        out[length++] = (byte) ascii;
        return this;
    }

    private void plan(Plan plan) {
        append("{\"spec\":");
        spec(plan.spec());
        append(",\"revision\":").append(Long.toString(plan.revision())).append(",\"basis\":");
        basis(plan.basis());
        append(",\"stages\":[");
        boolean first = true;
        for (Stage stage : plan.stages()) {
            next(first);
            first = false;
            stage(stage);
        }
        append("]}");
    }

    private void basis(PlanBasis basis) {
        append("{\"nodes\":{");
        sentences(basis.nodes());
        append("},\"groups\":{");
        sentences(basis.groups());
        append("}}");
    }

    private void sentences(Map<?, String> named) {
        boolean first = true;
        for (Map.Entry<?, String> entry : named.entrySet()) {
            next(first);
            first = false;
            text(entry.getKey());
            append(':');
            text(entry.getValue());
        }
    }

    private void stage(Stage stage) {
        append("{\"number\":").append(Integer.toString(stage.number())).append(",\"subject\":");
        subject(stage.subject());
        append(",\"steps\":[");
        boolean first = true;
        for (Step step : stage.steps()) {
            next(first);
            first = false;
            step(step);
        }
        append("],\"takes\":");
        text(stage.takes());
        field("because", stage.because());
        append('}');
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
        append('}');
    }

    private void step(Step step) {
        switch (step) {
            case Step.OnNode ofNode -> onNode(ofNode);
            case Step.OnGroup ofGroup -> onGroup(ofGroup);
            case Step.Wait(var time) -> kind("wait").field("time", time);
            case Step.StopPoint(var before) -> kind("stop-point").field("before", before);
            case Step.Finalize() -> kind("finalize");
        }
        append('}');
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
        append(",\"givenUp\":[");
        boolean first = true;
        for (Step.GivenUp one : groups) {
            next(first).append("{\"group\":");
            first = false;
            text(one.group());
            append('}');
        }
        append(']');
    }

    private void spec(UpgradeSpec spec) {
        append("{\"name\":");
        text(spec.name());
        append(",\"products\":[");
        boolean first = true;
        for (UpgradeSpec.ProductUpgrade product : spec.products()) {
            next(first).append("{\"product\":");
            first = false;
            text(product.product());
            field("from", product.from()).field("to", product.to()).field("prepare", product.prepare())
                    .field("install", product.install()).field("undo", product.undo())
                    .field("selfTest", product.selfTest()).field("takes", product.takes());
            append('}');
        }
        append(']');
        field("restart", spec.restart()).field("preset", spec.preset()).field("failback", spec.failback())
                .field("convert", spec.convert()).field("moveTakes", spec.moveTakes())
                .field("stopBefore", spec.stopBefore()).field("acceptedExposure", spec.acceptedExposure())
                .field("soakAfterNode", spec.soakAfterNode()).field("onFailure", spec.onFailure());
        append(",\"mayBeOut\":").append(Integer.toString(spec.mayBeOut()));
        field("windows", spec.windows());
        // What came to plans later is written only where it says something.
        if (!spec.gates().isEmpty()) {
            field("gates", spec.gates());
        }
        spec.needs().ifPresent(needs -> {
            append(",\"needs\":{\"disk\":").append(Long.toString(needs.disk()));
            field("clocksWithin", needs.clocksWithin());
            append('}');
        });
        spec.canary().ifPresent(canary -> {
            append(",\"canary\":{\"group\":");
            text(canary.group());
            append('}');
        });
        spec.together().ifPresent(together -> {
            append(",\"together\":{\"groups\":");
            words(together.groups());
            field("first", together.first()).field("owed", together.owed());
            append('}');
        });
        append('}');
    }

    /// Begins a value of one of several shapes.
    private PlanText kind(String name) {
        append("{\"kind\":\"").append(name).append('"');
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
        append(String.valueOf(yes));
        return this;
    }

    private PlanText field(String name, Collection<?> words) {
        name(name);
        words(words);
        return this;
    }

    private void words(Collection<?> words) {
        append('[');
        boolean first = true;
        for (Object word : words) {
            next(first);
            first = false;
            text(word);
        }
        append(']');
    }

    private void name(String name) {
        copy(",\"", 0, 2);
        copy(name, 0, name.length());
        copy("\":", 0, 2);
    }

    /// Before an element of a list or a mapping; only here a part may end.
    private PlanText next(boolean first) {
        if (!first) {
            append(',');
            handOverIfLong();
        }
        return this;
    }

    private void text(@Nullable Object word) {
        if (word == null) {
            append("null");
            return;
        }
        String text = word.toString();
        append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                append(text, written, i);
                escape(c);
                written = i + 1;
            } else if (c >= FIRST_LONG) {
                append(text, written, i);
                written = foreign(text, i);
                i = written - 1;
            }
        }
        append(text, written, text.length()).append('"');
    }

    /// Appends the characters from there on that take more than a byte; returns where they end.
    private int foreign(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= FIRST_LONG) {
            end++;
        }
        byte[] bytes = text.substring(from, end).getBytes(StandardCharsets.UTF_8);
        room(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
        return end;
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> append('\\').append(c);
            case '\b' -> append("\\b");
            case '\t' -> append("\\t");
            case '\n' -> append("\\n");
            case '\f' -> append("\\f");
            case '\r' -> append("\\r");
            default -> append(c < 0x10 ? "\\u000" : "\\u00")
                    .append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
        }
    }
}
