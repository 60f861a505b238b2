package dev.baton.server.web;

import dev.baton.console.Console;
import dev.baton.console.Paths;
import dev.baton.server.access.Access;
import dev.baton.server.access.Audit;
import dev.baton.server.access.Caller;
import dev.baton.server.access.Shown;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.util.Optional;

/// How a browser shows a token: a form, and from then on a cookie that no script and no other site can read, for as
/// long as the browser is open.
public final class LoginPages {

    private static final String HTML = "text/html; charset=utf-8";
    private static final int SESSION = -1;

    private final Access access;
    private final Console console;

    public LoginPages(Access access, Console console) {
        this.access = access;
        this.console = console;
    }

    /// Adds the routes.
    public void route(JavalinConfig config) {
        config.routes.get(Paths.LOGIN, context -> page(context, ""));
        config.routes.post(Paths.LOGIN, this::login);
        config.routes.post(Paths.LOGOUT, context -> {
            keep(context, "", 0);
            context.redirect(Paths.LOGIN, HttpStatus.SEE_OTHER);
        });
    }

    private void page(Context context, String refusal) {
        String who = access.onlyThisMachine() ? "" : access.who(Presented.by(context)).found().flatMap(Caller::name)
                .orElse("");
        context.contentType(HTML).result(console.login(who, refusal));
    }

    private void login(Context context) {
        String token = Optional.ofNullable(context.formParam("token")).orElse("").strip();
        Optional<Caller> caller = access.who(Shown.token(token)).found()
                .filter(known -> known.sort() != Caller.Sort.NODE);
        if (caller.isEmpty()) {
            Audit.LOG.warn("refused a login from {}: nobody has this token", context.ip());
            context.status(HttpStatus.UNAUTHORIZED);
            page(context, "Nobody here has this token.");
            return;
        }
        Audit.LOG.info("{} logged in from {} as {}", caller.get().name().orElse("somebody"), context.ip(),
                caller.get().role().word());
        keep(context, token, SESSION);
        context.redirect(Paths.HOME, HttpStatus.SEE_OTHER);
    }

    private void keep(Context context, String token, int age) {
        context.cookie(new Cookie(Presented.COOKIE, token, "/", age, access.tls().isPresent(), true, null,
                SameSite.STRICT));
    }
}
