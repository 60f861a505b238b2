package dev.baton.console;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Optional;

/// Makes pages. Safe for threads.
public final class Console {

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

    /// Returns the first page.
    public String cluster(Known known) {
        return page("cluster", ClusterPage.of(known));
    }

    /// Returns the list of groups.
    public String groups(Known known, Query query) {
        return page("groups", new GroupsPage(Frame.of(known, "Groups", Paths.GROUPS), GroupRow.list(known, query)));
    }

    /// Returns the page of a group; empty when there is none.
    public Optional<String> group(Known known, String name) {
        return Names.group(known, name).map(id -> page("group", GroupPage.of(known, id)));
    }

    /// Returns the list of nodes.
    public String nodes(Known known, Query query) {
        return page("nodes", new NodesPage(Frame.of(known, "Nodes", Paths.NODES), NodeRow.list(known, query)));
    }

    /// Returns the page of a node; empty when there is none.
    public Optional<String> node(Known known, String name) {
        return Names.node(known, name).map(id -> page("node", NodePage.of(known, id)));
    }

    /// Returns the list of kinds.
    public String kinds(Known known) {
        return page("kinds", KindsPage.of(known, ""));
    }

    /// Returns the page of a kind; empty when there is none.
    public Optional<String> kind(Known known, String name) {
        KindsPage page = KindsPage.of(known, name);
        return page.rows().isEmpty() ? Optional.empty() : Optional.of(page("kinds", page));
    }

    /// Returns the list of runs with the forms for new ones.
    public String upgrades(Known known) {
        return page("upgrades", UpgradesPage.of(known));
    }

    /// Returns the page of a run.
    public String run(Known known, RunView run) {
        return page("run", RunPage.of(known, run));
    }

    /// Returns the page of what planning came to.
    public String plan(Known known, Planned planned) {
        return page("plan", PlanPage.of(known, planned));
    }

    /// Returns the page of what proving came to.
    ///
    /// @param name under which it is kept
    public String proof(Known known, Proved proved, String name) {
        return page("proof", ProofPage.of(known, proved, name));
    }

    /// Returns the list of events.
    public String events(Known known, Query query) {
        return page("events", EventsPage.of(known, query));
    }

    /// Returns a page that says why there is none.
    public String problem(Known known, String title, String detail) {
        return page("problem", new ProblemPage(Frame.of(known, title, ""), detail));
    }

    /// Returns what can be done with a group, a resource of it, or a node; empty when there is no such thing.
    public Optional<String> menu(Known known, String group, String resource, String node) {
        Optional<Menu> ofNode = Names.node(known, node).map(id -> Menu.of(known.image().node(id)));
        return Names.group(known, group).map(known.image()::group).flatMap(found -> resource.isEmpty()
                        ? Optional.of(Menu.of(found)) : found.resourceIds().stream().map(ResourceId::value)
                                .filter(resource::equals).findFirst().map(one -> Menu.ofResource(found, one)))
                .or(() -> ofNode).map(menu -> page("menu", menu));
    }

    /// Returns what a rehearsal of a plan came to, as a part of its page.
    public String rehearsal(Planned.Shown shown) {
        return page("rehearsal", shown);
    }

    /// Returns what is to be looked at before a plan is started, as a part of its page.
    ///
    /// @param machines what they said of themselves
    public String checks(Known known, Planned.Shown shown, MachineSurvey machines) {
        return page("checks", shown.checks(known.status(), machines));
    }

    /// Returns the page on which a token is shown.
    ///
    /// @param who     is logged in; empty when nobody is
    /// @param refusal why the last try came to nothing; empty when there was none
    public String login(String who, String refusal) {
        return page("login", new LoginPage(who, refusal));
    }

    /// Returns a dialog.
    public String dialog(Dialog dialog) {
        return page("dialog", dialog);
    }

    private String page(String template, Object model) {
        TemplateOutput output = new StringOutput(1 << 15);
        templates.render(template + ".jte", model, output);
        return output.toString();
    }

    /// Names that people wrote, as the cluster's.
    private static final class Names {

        private Names() {}

        static Optional<GroupId> group(Known known, String name) {
            return known.image().groups().keySet().stream().filter(id -> id.value().equals(name)).findFirst();
        }

        static Optional<NodeId> node(Known known, String name) {
            return known.image().nodes().keySet().stream().filter(id -> id.value().equals(name)).findFirst();
        }
    }
}
