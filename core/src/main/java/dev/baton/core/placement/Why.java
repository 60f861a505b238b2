package dev.baton.core.placement;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Detachment;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.rules.Candidates;
import dev.baton.core.rules.Candidates.Candidate;
import dev.baton.core.rules.Candidates.Purpose;
import dev.baton.core.rules.GroupOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a group or a node is as it is, in sentences: what `baton why` prints.
///
/// @param headline what is so
/// @param lines    one for each candidate, hold or group
/// @param outlook  what will change it, or what a person can do; may be empty
public record Why(String headline, List<Line> lines, List<String> outlook) {

    public Why {
        lines = List.copyOf(lines);
        outlook = List.copyOf(outlook);
    }

    /// One line of the table.
    ///
    /// @param subject a node or a group
    /// @param answer  `yes`, `no`, or `owner`; empty where there is no question
    /// @param facts   what decides
    public record Line(String subject, String answer, String facts) {}

    /// Explains a group: why it is in its state and which nodes could take it now.
    ///
    /// @throws IllegalArgumentException if the cluster has no such group
    public static Why group(ClusterImage image, GroupId id) {
        GroupImage group = image.group(id);
        boolean homeless = group.owner().isEmpty() && group.intent().online();
        List<Candidate> candidates = Candidates.of(image, group, Purpose.EMERGENCY).stream()
                .filter(candidate -> !image.node(candidate.node()).witness()).toList();
        List<Line> lines = candidates.stream().map(candidate -> line(image, group, candidate)).toList();
        return new Why(headline(image, group, candidates), lines,
                group.placement().unmanaged().map(how -> observed(image, group, how))
                        .or(() -> group.placement().detachment().map(how -> aside(group, how)))
                        .orElseGet(() -> homeless ? outlook(candidates) : fate(image, group, candidates)));
    }

    private static List<String> observed(ClusterImage image, GroupImage group, Unmanaged how) {
        Optional<NodeId> lost = group.owner().filter(owner -> Optional.ofNullable(image.nodes().get(owner))
                .filter(node -> !node.up()).isPresent());
        return List.of("It is " + how.text() + ". Baton only observes it: it is not started, stopped, moved or "
                + "restarted" + (lost.isPresent() ? ", and nobody takes it over from " + lost.get() + ", which is not "
                + "up."
                : ", and nobody takes it over" + group.owner().map(owner -> " if " + owner + " is lost").orElse("")
                + ".") + " A lease that ends kills it all the same.",
                "To have it managed again: " + Unmanaged.wayOut(group.id()) + ".");
    }

    private static List<String> aside(GroupImage group, Detachment how) {
        String silent = "Its users are silent until the run lets them go.";
        return switch (how) {
            case QUIET -> List.of(silent);
            case DETACHED -> List.of("It may run outside the cluster there: nothing of it is started, watched or taken"
                    + " over until it is attached" + group.owner().map(owner -> "; if " + owner + " is lost, it waits"
                            + " for it").orElse("") + ".", silent);
        };
    }

    private static String headline(ClusterImage image, GroupImage group, List<Candidate> candidates) {
        GroupState state = group.state();
        String start = group.id() + " is " + group.word();
        String where = group.owner().map(owner -> " on " + owner).orElse("");
        return switch (state) {
            case GroupState.Online _, GroupState.Partial _, GroupState.Pending _ ->
                start + where + ": " + group.placement().because() + ".";
            case GroupState.Offline _ -> start + where + (group.intent().online() ? ": " + group.placement().because()
                    : ": the operator wants it so") + ".";
            case GroupState.Failed(var reason) -> start + where + ": "
                    + (group.owner().isEmpty() && candidates.stream().noneMatch(Candidate::legal)
                            ? "no node may take it." + formerOwner(image, group) : reason + ".");
        };
    }

    private static String formerOwner(ClusterImage image, GroupImage group) {
        return group.placement().previous().map(owner -> "  (owner was " + owner + Optional
                .ofNullable(image.nodes().get(owner)).filter(node -> !node.up()).map(_ -> ", which went down")
                .orElse("") + ")").orElse("");
    }

    private static Line line(ClusterImage image, GroupImage group, Candidate candidate) {
        if (group.owner().equals(Optional.of(candidate.node()))) {
            return new Line(candidate.node().value(), "owner", group.placement().because());
        }
        return candidate.legal() ? new Line(candidate.node().value(), "yes", merit(image, group, candidate.node()))
                : new Line(candidate.node().value(), "no", candidate.against().stream()
                        .map(reason -> brief(image, reason)).collect(Collectors.joining("; ")));
    }

    private static String merit(ClusterImage image, GroupImage group, NodeId node) {
        int rank = group.preferred().indexOf(node);
        long there = image.boundTo(node).stream().filter(other -> !other.id().equals(group.id())).count();
        return (rank >= 0 ? "a preferred owner; " : "") + (there == 0 ? "empty" : "runs " + there + " already");
    }

    private static String brief(ClusterImage image, PlacementReason reason) {
        return switch (reason) {
            case PlacementReason.Occupied(_, var other) -> "runs " + other + takenOver(image.groups().get(other))
                    + "; one group per node (anti-affinity, hard)";
            case PlacementReason.NotUp _, PlacementReason.IsWitness _, PlacementReason.NotPossible _,
                    PlacementReason.Held _, PlacementReason.CannotOpen _, PlacementReason.MixedVersions _,
                    PlacementReason.TakenBy _, PlacementReason.KeptApart _, PlacementReason.NoRoom _,
                    PlacementReason.Detached _, PlacementReason.Unmanaged _ ->
                reason.brief().replaceFirst("^is ", "");
        };
    }

    private static String takenOver(@org.jspecify.annotations.Nullable GroupImage other) {
        return other != null && other.placement().because().startsWith("taken over from ")
                ? ", " + other.placement().because().split("[,;]", 2)[0] : "";
    }

    private static List<String> outlook(List<Candidate> candidates) {
        List<String> lines = new ArrayList<>();
        List<String> returning = candidates.stream().filter(candidate -> candidate.against().size() == 1
                && candidate.against().getFirst() instanceof PlacementReason.NotUp).map(c -> c.node().value()).toList();
        if (!returning.isEmpty()) {
            lines.add("It starts by itself when " + String.join(" or ", returning) + " returns.");
        }
        candidates.stream().filter(candidate -> candidate.against().size() == 1
                && !(candidate.against().getFirst() instanceof PlacementReason.NotUp))
                .map(candidate -> candidate.against().getFirst())
                .filter(reason -> !reason.wayOut().isEmpty()).findFirst()
                .ifPresent(reason -> lines.add("To start it now on " + reason.node() + ": " + reason.wayOut() + "."));
        return lines;
    }

    private static List<String> fate(ClusterImage image, GroupImage group, List<Candidate> candidates) {
        Optional<NodeId> lost = group.owner().filter(owner -> Optional.ofNullable(image.nodes().get(owner))
                .filter(node -> node.membership() == Membership.DOWN).isPresent());
        List<String> awaited = GroupOrder.awaited(image, group).stream().map(other -> other.id() + ", which is "
                + other.word()).toList();
        if (group.state() instanceof GroupState.Pending && !awaited.isEmpty()) {
            return List.of("It starts after " + String.join(", and ", awaited) + ".");
        }
        if (lost.isPresent()) {
            return List.of("It goes on elsewhere once " + lost.get() + " is surely off" + image.settings().device()
                    .map(device -> ": " + device.agent() + " is to turn it off").orElse("") + ".",
                    "If that fails, turn it off by hand, then: baton node confirm-dead " + lost.get()
                    + " --reason \"...\".");
        }
        List<Candidate> others = candidates.stream()
                .filter(candidate -> !group.owner().equals(Optional.of(candidate.node()))).toList();
        return group.owner().isEmpty() || others.stream().anyMatch(Candidate::legal) ? List.of()
                : List.of("No other node may take it: if " + group.owner().get() + " is lost now, it stays failed.");
    }

    /// Explains a node: whether it takes part, who holds it and why, who may release it, and what is on it.
    ///
    /// @throws IllegalArgumentException if the cluster has no such node
    public static Why node(ClusterImage image, NodeId id) {
        NodeImage node = image.node(id);
        List<Line> lines = new ArrayList<>();
        node.holds().values().forEach(hold -> lines.add(new Line("hold " + hold.id(), "", holdFacts(hold))));
        image.boundTo(id).forEach(group -> lines.add(new Line("group " + group.id(), "",
                group.state().word() + ": " + group.placement().because())));
        return new Why(id + " is " + condition(node) + ".", lines, nodeOutlook(node));
    }

    private static String condition(NodeImage node) {
        String word = node.membership().word();
        String holding = node.closed() ? ", closed: nothing starts here"
                : node.held() ? ", paused: no planned placement, emergency failover yes" : "";
        return node.witness() ? word + ", a witness: it votes and runs no groups" : word + holding;
    }

    private static String holdFacts(Hold hold) {
        String until = hold.expires().map(when -> "until " + when).orElse("until released");
        return hold.strength().name().toLowerCase(java.util.Locale.ROOT) + " by " + hold.owner() + ": " + hold.reason()
                + "; " + until + "; only " + hold.owner() + " releases it";
    }

    private static List<String> nodeOutlook(NodeImage node) {
        if (!node.up()) {
            return List.of("It takes part again when batond runs there: start batond on " + node.id() + ".");
        }
        return node.holds().values().stream().anyMatch(hold -> !hold.owner().startsWith("run "))
                ? List.of("To release it: baton node resume " + node.id() + ".") : List.of();
    }

    /// Returns the explanation as it is printed, one line each, columns aligned.
    public List<String> text() {
        int subjects = lines.stream().mapToInt(line -> line.subject().length()).max().orElse(0);
        int answers = lines.stream().mapToInt(line -> line.answer().length()).max().orElse(0);
        List<String> text = new ArrayList<>(List.of(headline));
        lines.forEach(line -> text.add("  " + pad(line.subject(), subjects) + "  "
                + (answers == 0 ? "" : pad(line.answer(), answers) + "  ") + line.facts()));
        text.addAll(outlook);
        return text;
    }

    private static String pad(String word, int width) {
        return word + " ".repeat(width - word.length());
    }
}
