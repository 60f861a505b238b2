package dev.baton.coordination.request;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What clients will notice of a request: said before it is made, in the same words on the command line and in the
/// console.
///
/// @param what    in a few words, for the question, such as `moving evs1`; empty when nothing needs to be asked
/// @param effects one line each; empty when clients notice nothing
public record Notice(String what, List<String> effects) {

    /// Clients notice nothing.
    public static final Notice NONE = new Notice("", List.of());

    /// The line above what a dry run would do.
    public static final String WOULD = "This would be done:";
    /// Before each effect.
    public static final String EFFECT = "clients notice: ";

    public Notice {
        effects = List.copyOf(effects);
    }

    /// Returns what clients will notice of the request in this cluster. Of a plan that a run proposes only the run
    /// knows: [#of(RunView.ProposedPlan)].
    ///
    /// @throws IllegalArgumentException if the request names a group or node that the cluster does not have
    public static Notice of(Request request, ClusterImage image) {
        return of(request, image, List.of());
    }

    /// Returns the same for whoever has asked already what would be done, which says more of some requests.
    ///
    /// @param would the lines that answered a dry run; empty when none was made
    /// @throws IllegalArgumentException if the request names a group or node that the cluster does not have
    public static Notice of(Request request, ClusterImage image, List<String> would) {
        return switch (request) {
            case Request.MoveGroup(var group, var to, _) -> move(image.group(group), to);
            case Request.GroupIntent(var group, var online) -> online ? NONE : offline(image.group(group));
            case Request.ResourceIntent(var group, var resource, var online) -> online ? NONE
                    : offline(image.group(group), resource);
            case Request.UpgradeGroup(var group) -> convert(image, image.group(group));
            case Request.RestoreGroup(var group, _, _) -> new Notice("bringing back the data of " + group, List.of(
                    "what clients of " + group + " have written since the copy was made is lost"));
            case Request.DrainNode(var node, _, _, _) -> drain(image, node, would);
            case Request.ConfirmDead(var node, _) -> new Notice("confirming that " + node + " is dead",
                    image.ownedBy(node).stream().map(group -> group.id() + " starts on another node; if it still runs "
                            + "on " + node + ", its data may be destroyed").toList());
            case Request.StartRun(var plan) -> new Notice("plan " + PlanDocument.digest(plan) + " ("
                    + plan.spec().name() + ")", outages(plan));
            case Request.ApplyConfiguration(var document, _, _) -> new Notice("applying the configuration",
                    effects(image, document));
            case Request.RestoreState(var backup, _, _) -> new Notice("restoring the backup",
                    effects(image, backup.configuration()));
            case Request.ManageGroup(var group) -> manage(image.group(group));
            case Request.ClearFailure _, Request.UnmanageGroup _, Request.PauseNode _, Request.ResumeNode _,
                    Request.BeginMaintenance _, Request.EndMaintenance _, Request.EvictNode _, Request.LeaveNode _,
                    Request.GiveVote _, Request.TakeVote _,
                    Request.OfferJoin _, Request.Join _, Request.FinalizeLevel _,
                    Request.ApproveRun _, Request.PauseRun _, Request.ResumeRun _, Request.RollbackRun _,
                    Request.AbortRun _ -> NONE;
        };
    }

    /// Returns what clients will notice when a run takes the plan that it proposes.
    public static Notice of(RunView.ProposedPlan plan) {
        return new Notice("plan " + plan.digest(), plan.outages());
    }

    /// Returns this notice of something that is called otherwise.
    public Notice called(String name) {
        return new Notice(name, effects);
    }

    /// Returns what people are shown before the request is made: what clients notice, then what would be ordered.
    ///
    /// @param would the answer to its dry run
    public List<String> preview(Answer.Accepted would) {
        List<String> lines = new ArrayList<>();
        effects.forEach(effect -> lines.add(EFFECT + effect));
        lines.addAll(would.lines());
        return lines;
    }

    private static Notice move(GroupImage group, Optional<NodeId> to) {
        return new Notice("moving " + group.id(), group.owner().filter(from -> !to.equals(Optional.of(from)))
                .filter(_ -> !List.of("Offline", "Failed").contains(group.state().word()))
                .map(from -> List.of(group.id() + " stops on " + from + " and starts on "
                        + to.map(NodeId::value).orElse("the best other node")))
                .orElse(List.of()));
    }

    private static Notice offline(GroupImage group) {
        return new Notice("taking " + group.id() + " offline", group.owner()
                .filter(_ -> !(group.state() instanceof GroupState.Offline))
                .map(owner -> List.of(group.id() + " stops on " + owner + " and stays offline")).orElse(List.of()));
    }

    private static Notice offline(GroupImage group, ResourceId resource) {
        List<String> stopping = group.withDependants(new TreeSet<>(List.of(resource))).stream()
                .filter(one -> group.stateOf(one) == ResourceState.ONLINE).map(ResourceId::value).toList();
        return new Notice("taking " + resource + " of " + group.id() + " offline", stopping.isEmpty() ? List.of()
                : List.of(String.join(", ", stopping) + " of " + group.id()
                        + group.owner().map(owner -> " stops on " + owner).orElse(" stops")));
    }

    /// What is not as it is meant to be is so no longer than it is unmanaged.
    private static Notice manage(GroupImage group) {
        boolean acts = !group.placement().managed() && switch (group.state()) {
            case GroupState.Pending _, GroupState.Failed _ -> true;
            case GroupState.Online _, GroupState.Partial _, GroupState.Offline _ -> false;
        };
        return new Notice("managing " + group.id() + " again", acts ? List.of(group.id() + " is "
                + group.state().word() + group.owner().map(owner -> " on " + owner).orElse("")
                + ": what is meant to run may be started, restarted or failed over at once") : List.of());
    }

    private static Notice convert(ClusterImage image, GroupImage group) {
        Optional<Version> target = group.owner().flatMap(owner -> image.node(owner)
                .version(image.kindOf(group).product())).map(image.kindOf(group)::formatOf);
        return new Notice("converting the data of " + group.id(), List.of("the data of " + group.id()
                + " is converted from " + group.format() + target.map(to -> " to " + to).orElse("")
                + ", one way: older versions cannot open it any more"));
    }

    private static Notice drain(ClusterImage image, NodeId node, List<String> would) {
        return new Notice("draining " + node, image.ownedBy(node).stream()
                .filter(group -> !(group.state() instanceof GroupState.Offline))
                .map(group -> would.stream().filter(line -> line.startsWith(group.id() + " ")).findFirst()
                        .orElse(group.id() + " stops on " + node + " and starts on another node")).toList());
    }

    /// One line for each outage, in the order of the plan.
    private static List<String> outages(Plan plan) {
        return plan.stages().stream().flatMap(stage -> stage.outages().stream().map(group -> group + ", in step "
                + stage.number() + ": " + stage.title().replaceAll(" {2,}", " "))).toList();
    }

    /// What clients of running groups may notice.
    private static List<String> effects(ClusterImage image, ClusterDocument document) {
        List<String> effects = new ArrayList<>();
        for (GroupImage group : image.groups().values()) {
            GroupDefinition wanted = document.groups().get(group.id());
            if (group.owner().isPresent() && wanted != null && !wanted.resources().equals(group.resources())) {
                effects.add("the resources of " + group.id() + " change; it is " + group.state().word() + " on "
                        + group.owner().get());
            }
        }
        return effects;
    }
}
