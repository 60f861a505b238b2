package dev.baton.server.console;

import dev.baton.cluster.api.StatusView;
import dev.baton.console.Assets;
import dev.baton.console.Console;
import dev.baton.console.Coverage;
import dev.baton.console.Dialog;
import dev.baton.console.Known;
import dev.baton.console.Order;
import dev.baton.console.Paths;
import dev.baton.console.Planned;
import dev.baton.console.Proved;
import dev.baton.console.Query;
import dev.baton.console.Verb;
import dev.baton.coordination.tree.Json;
import dev.baton.core.screen.ReportPaper;
import dev.baton.server.access.Caller;
import dev.baton.server.api.Desk;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The routes of the console.
public final class ConsolePages implements AutoCloseable {

    private static final int KEPT = 30;
    private static final String HTML = "text/html; charset=utf-8";
    private static final int DIGITS = 8;
    /// Of what stands alone: it loads nothing, and no script of it runs.
    private static final String SHUT = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private final Desk desk;
    private final Coverage.Following following = new Coverage.Following();
    private final Console console;
    private final Changes changes;
    private final Orders orders;
    private final Shelf<Planned> plans = new Shelf<>(KEPT);
    private final Shelf<Proved> proofs = new Shelf<>(KEPT);

    public ConsolePages(Desk desk, Console console) {
        this.desk = desk;
        this.console = console;
        changes = new Changes(desk);
        orders = new Orders(desk, digest -> plans.get(digest).filter(Planned.Shown.class::isInstance)
                .map(Planned.Shown.class::cast).map(Planned.Shown::document));
    }

    /// Adds the routes.
    public void route(JavalinConfig config) {
        config.routes.get("/", context -> context.redirect(Paths.HOME));
        config.routes.get(Paths.HOME, context -> html(context, console.cluster(known(context))));
        config.routes.get(Paths.GROUPS, context -> html(context, console.groups(known(context), query(context))));
        config.routes.get(Paths.GROUPS + "/{name}", context -> named(context, "group", (known, name) ->
                console.group(known, name)));
        config.routes.get(Paths.NODES, context -> html(context, console.nodes(known(context), query(context))));
        config.routes.get(Paths.NODES + "/{name}", context -> named(context, "node", (known, name) ->
                console.node(known, name)));
        config.routes.get(Paths.KINDS, context -> html(context, console.kinds(known(context))));
        config.routes.get(Paths.KINDS + "/{name}", context -> named(context, "kind", (known, name) ->
                console.kind(known, name)));
        config.routes.get(Paths.EVENTS, context -> html(context, console.events(known(context), query(context))));
        config.routes.get(Paths.UPGRADES, context -> html(context, console.upgrades(known(context))));
        config.routes.get(Paths.UPGRADES + "/{name}", context -> named(context, "run", (known, name) ->
                desk.run(name).map(run -> console.run(known, run))));
        config.routes.get(Paths.UPGRADES + "/{name}/" + Paths.REPORT, this::report);
        config.routes.get(Paths.MENU, this::menu);
        config.routes.get(Paths.ORDERS + "/{verb}", context -> order(context, false));
        config.routes.post(Paths.ORDERS + "/{verb}", context -> order(context, true));
        config.routes.get(Paths.STATIC + "/{file}", ConsolePages::asset);
        config.routes.sse(Paths.CHANGES, changes::follow);
        routePapers(config);
    }

    private void routePapers(JavalinConfig config) {
        config.routes.post(Paths.PLANS, this::plan);
        config.routes.get(Paths.PLANS + "/{name}", context -> named(context, "plan", (known, name) ->
                plans.get(name).map(planned -> console.plan(known, planned))));
        config.routes.get(Paths.PLANS + "/{name}/picture.svg", context -> picture(context, shown(context)
                .map(Planned.Shown::svg)));
        config.routes.get(Paths.PLANS + "/{name}/plan.json", this::document);
        config.routes.get(Paths.PLANS + "/{name}/rehearsal", context -> shown(context).ifPresentOrElse(
                shown -> html(context, console.rehearsal(shown)), () -> context.status(HttpStatus.NOT_FOUND)));
        config.routes.get(Paths.PLANS + "/{name}/checks", context -> shown(context).ifPresentOrElse(
                shown -> html(context, console.checks(known(context), shown, desk.machines())),
                () -> context.status(HttpStatus.NOT_FOUND)));
        config.routes.post(Paths.PROOFS, this::proof);
        config.routes.get(Paths.PROOFS + "/{name}", context -> named(context, "proof", (known, name) ->
                proofs.get(name).map(proof -> console.proof(known, proof, name))));
        config.routes.get(Paths.PROOFS + "/{name}/picture.svg", context -> picture(context, proofs.get(
                context.pathParam("name")).map(Proved::svg)));
    }

    /// Makes the page of something of a name.
    private interface Page {
        Optional<String> of(Known known, String name);
    }

    private Known known(Context context) {
        StatusView status = desk.status();
        return Known.of(desk.self(), status, coverage(status), desk.runs(), desk.events(0), desk.lastKnown(),
                Caller.of(context).words());
    }

    private Coverage coverage(StatusView status) {
        synchronized (following) {
            return following.of(status.image());
        }
    }

    private void named(Context context, String what, Page page) {
        Known known = known(context);
        String name = context.pathParam("name");
        page.of(known, name).ifPresentOrElse(text -> html(context, text), () -> {
            context.status(HttpStatus.NOT_FOUND);
            html(context, console.problem(known, "Not here", what.equals("plan") || what.equals("proof")
                    ? "This node does not keep " + what + " '" + name + "' any more: make it again."
                    : "There is no " + what + " '" + name + "'."));
        });
    }

    private void menu(Context context) {
        console.menu(known(context), parameter(context, "group"), parameter(context, "resource"),
                parameter(context, "node"))
                .ifPresentOrElse(text -> html(context, text), () -> context.status(HttpStatus.NOT_FOUND));
    }

    private void order(Context context, boolean meant) throws InterruptedException {
        Optional<Verb> verb = Verb.of(context.pathParam("verb"));
        if (verb.isEmpty()) {
            context.status(HttpStatus.NOT_FOUND);
            return;
        }
        Known known = known(context);
        Order order = Order.of(verb.get(), meant ? form(context) : query(context.queryParamMap()));
        String key = meant ? form(context).getOrDefault("key", "") : "";
        Dialog dialog = meant ? orders.carryOut(known, order, key.isBlank() ? UUID.randomUUID().toString() : key,
                Caller.of(context)) : orders.preview(known, order, Caller.of(context));
        html(context, console.dialog(dialog));
    }

    private void plan(Context context) {
        Map<String, String> form = form(context);
        String file = form.getOrDefault("file", "");
        var image = desk.status().image();
        Planned planned = "compare".equals(form.get("do")) ? Planned.compared(file, image)
                : Planned.of(file, form.getOrDefault("preset", ""), image);
        String name = switch (planned) {
            case Planned.Shown shown -> shown.document().digest();
            case Planned.None _, Planned.Mistaken _ -> fresh();
        };
        plans.put(name, planned);
        context.redirect(Paths.PLANS + "/" + name, HttpStatus.SEE_OTHER);
    }

    private void proof(Context context) {
        Map<String, String> form = form(context);
        String name = fresh();
        proofs.put(name, Proved.of(form.getOrDefault("steps", ""), form.getOrDefault("file", ""),
                desk.status().image()));
        context.redirect(Paths.PROOFS + "/" + name, HttpStatus.SEE_OTHER);
    }

    private static String fresh() {
        return UUID.randomUUID().toString().substring(0, DIGITS);
    }

    private Optional<Planned.Shown> shown(Context context) {
        return plans.get(context.pathParam("name")).filter(Planned.Shown.class::isInstance)
                .map(Planned.Shown.class::cast);
    }

    private void document(Context context) {
        shown(context).ifPresentOrElse(shown -> context.contentType("application/json").result(
                        Json.text(shown.document()) + "\n"), () -> context.status(HttpStatus.NOT_FOUND));
    }

    private void report(Context context) {
        desk.report(context.pathParam("name")).ifPresentOrElse(report -> html(context.header("Content-Security-Policy",
                        SHUT), new ReportPaper(report).html()), () -> context.status(HttpStatus.NOT_FOUND));
    }

    private static void picture(Context context, Optional<String> svg) {
        svg.filter(text -> !text.isEmpty()).ifPresentOrElse(text -> context.contentType("image/svg+xml")
                .header("Content-Security-Policy", SHUT)
                .result(text), () -> context.status(HttpStatus.NOT_FOUND));
    }

    private static void asset(Context context) {
        Optional<Assets.Asset> found = Assets.of(context.pathParam("file"));
        if (found.isEmpty()) {
            context.status(HttpStatus.NOT_FOUND);
            return;
        }
        Assets.Asset asset = found.get();
        context.header("Cache-Control", "no-cache").header("ETag", asset.tag());
        if (asset.tag().equals(context.header("If-None-Match"))) {
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            context.contentType(asset.type()).result(asset.content().bytes());
        }
    }

    private static void html(Context context, String page) {
        context.contentType(HTML).result(page);
    }

    private static Query query(Context context) {
        return Query.of(query(context.queryParamMap()));
    }

    private static String parameter(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).orElse("");
    }

    private static Map<String, String> form(Context context) {
        return query(context.formParamMap());
    }

    private static Map<String, String> query(Map<String, ? extends java.util.List<String>> parameters) {
        Map<String, String> single = new HashMap<>();
        parameters.forEach((name, values) -> values.stream().findFirst().ifPresent(value -> single.put(name, value)));
        return single;
    }

    @Override
    public void close() {
        changes.close();
    }
}
