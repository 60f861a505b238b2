package dev.baton.console;

import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.plan.Durations;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A verb and what it is about, as a menu or a form says it.
///
/// @param about `group`, `to`, `resource`, `node`, `override`, `reason`, `for`, `plan`, `level`: what the verb needs of
///              these
public record Order(Verb verb, SortedMap<String, String> about) {

    private static final String REASON = "maintenance";
    private static final String LASTING = "2h";

    public Order {
        about = Collections.unmodifiableSortedMap(new TreeMap<>(about));
    }

    /// Returns the order of a form or an address; what does not belong to it is left out.
    public static Order of(Verb verb, Map<String, String> parameters) {
        TreeMap<String, String> about = new TreeMap<>();
        for (String name : new String[] {"group", "to", "resource", "node", "override", "reason", "for", "plan",
                "level"}) {
            String value = parameters.get(name);
            if (value != null && !value.isBlank()) {
                about.put(name, value.strip());
            }
        }
        return new Order(verb, about);
    }

    /// Returns the request that the leader is asked.
    ///
    /// @param plans the plans that were shown here, by digest
    /// @throws IllegalArgumentException if something is missing or no name; the message says what
    public Request request(Function<String, Optional<PlanDocument>> plans) {
        return switch (verb) {
            case MOVE -> new Request.MoveGroup(group(), Optional.ofNullable(about.get("to")).filter(to -> !to.equals(
                    Choice.BEST)).map(NodeId::new), waiver());
            case GROUP_ONLINE -> new Request.GroupIntent(group(), true);
            case GROUP_OFFLINE -> new Request.GroupIntent(group(), false);
            case CONVERT -> new Request.UpgradeGroup(group());
            case CLEAR -> new Request.ClearFailure(group());
            case UNMANAGE -> new Request.UnmanageGroup(group(), Optional.ofNullable(about.get("reason")));
            case MANAGE -> new Request.ManageGroup(group());
            case RESOURCE_ONLINE -> new Request.ResourceIntent(group(), new ResourceId(word("resource")), true);
            case RESOURCE_OFFLINE -> new Request.ResourceIntent(group(), new ResourceId(word("resource")), false);
            case PAUSE_NODE -> new Request.PauseNode(new NodeId(word("node")), reason());
            case DRAIN_NODE -> new Request.DrainNode(new NodeId(word("node")), reason());
            case RESUME_NODE -> new Request.ResumeNode(new NodeId(word("node")), waiver());
            case BEGIN_MAINTENANCE -> new Request.BeginMaintenance(new TreeSet<>(Set.of(new NodeId(word("node")))),
                    reason(), Durations.parse(lasting()));
            case END_MAINTENANCE -> new Request.EndMaintenance(new TreeSet<>(Set.of(new NodeId(word("node")))),
                    waiver());
            case START_RUN -> new Request.StartRun(plans.apply(word("plan")).orElseThrow(() ->
                    new IllegalArgumentException("this node does not keep plan " + about.get("plan")
                            + " any more; plan again")).plan());
            case APPROVE_RUN -> new Request.ApproveRun(Optional.ofNullable(about.get("plan")));
            case PAUSE_RUN -> new Request.PauseRun();
            case CONTINUE_RUN -> new Request.ResumeRun();
            case ROLLBACK_RUN -> new Request.RollbackRun();
            case ABORT_RUN -> new Request.AbortRun();
            case FINALIZE -> new Request.FinalizeLevel(level());
        };
    }

    /// Returns what clients will notice of it.
    ///
    /// @param would the lines that answered its dry run
    public Notice notice(Known known, Request request, List<String> would) {
        Optional<RunView.ProposedPlan> proposed = known.run().flatMap(RunView::proposed);
        return verb == Verb.APPROVE_RUN && proposed.isPresent() ? Notice.of(proposed.get())
                : Notice.of(request, known.image(), would);
    }

    /// Returns whether it says all that the verb needs.
    public boolean complete() {
        return verb != Verb.MOVE || about.containsKey("to");
    }

    /// Returns whether a reason is written down with it.
    boolean reasoned() {
        return verb == Verb.PAUSE_NODE || verb == Verb.DRAIN_NODE || verb == Verb.BEGIN_MAINTENANCE
                || verb == Verb.UNMANAGE;
    }

    /// Returns for how long it holds; empty where that is not asked.
    String lasting() {
        return verb == Verb.BEGIN_MAINTENANCE ? about.getOrDefault("for", LASTING) : "";
    }

    String reason() {
        return about.getOrDefault("reason", REASON);
    }

    /// Returns what it is about, in a word.
    String subject() {
        String name = about.getOrDefault("group", about.getOrDefault("node", about.getOrDefault("plan", "")));
        return about.containsKey("resource") ? about.get("resource") + " of " + name : name;
    }

    /// Returns the address of its dialog.
    public String href() {
        String parameters = about.entrySet().stream().map(part -> part.getKey() + "="
                + Paths.encoded(part.getValue())).collect(Collectors.joining("&"));
        return Paths.ORDERS + "/" + verb.word() + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    Order with(String name, String value) {
        TreeMap<String, String> more = new TreeMap<>(about);
        more.put(name, value);
        return new Order(verb, more);
    }

    private Optional<Waiver> waiver() {
        String rule = about.get("override");
        if (rule == null) {
            return Optional.empty();
        }
        if (!Dialog.rules(verb).contains(rule)) {
            throw new IllegalArgumentException("there is no rule to override '" + rule + "'; known: "
                    + String.join(", ", Dialog.rules(verb)));
        }
        return Optional.of(new Waiver(rule, about.getOrDefault("reason", "")));
    }

    private int level() {
        String level = word("level");
        if (!level.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("'" + level + "' is no level");
        }
        return Integer.parseInt(level);
    }

    private GroupId group() {
        return new GroupId(word("group"));
    }

    private String word(String name) {
        String value = about.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it does not say which " + name);
        }
        return value;
    }
}
