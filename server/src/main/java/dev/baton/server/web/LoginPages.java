package dev.baton.server.web;

import dev.baton.console.Console;
import dev.baton.console.Paths;
import dev.baton.server.access.Access;
import dev.baton.server.access.Caller;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a browser shows a token: a form, and from then on a cookie that no script and no other site can read, for as
/// long as the browser is open.
public final class LoginPages {

    static final String LOGIN = Paths.HOME + "/login";
    static final String LOGOUT = Paths.HOME + "/logout";
    private static final Logger AUDIT = LoggerFactory.getLogger("baton.audit");
    private static final String HTML = "text/html; charset=utf-8";
    private static final int SESSION = -1;

    private final Access access;
    private final Console console = new Console();

    public LoginPages(Access access) {
        this.access = access;
    }

    /// Adds the routes.
    public void route(JavalinConfig config) {
        config.routes.get(LOGIN, context -> page(context, ""));
        config.routes.post(LOGIN, this::login);
        config.routes.post(LOGOUT, context -> {
            keep(context, "", 0);
            context.redirect(LOGIN, HttpStatus.SEE_OTHER);
        });
    }

    private void page(Context context, String refusal) {
        String who = access.onlyThisMachine() ? "" : access.who(Shown.token(context)).flatMap(Caller::name).orElse("");
        context.contentType(HTML).result(console.login(who, refusal));
    }

    private void login(Context context) {
        String token = Optional.ofNullable(context.formParam("token")).orElse("").strip();
        Optional<Caller> caller = access.who(Optional.of(token)).filter(known -> !known.node());
        if (caller.isEmpty()) {
            AUDIT.warn("refused a login from {}: nobody has this token", context.ip());
            context.status(HttpStatus.UNAUTHORIZED);
            page(context, "Nobody here has this token.");
            return;
        }
        AUDIT.info("{} logged in from {} as {}", caller.get().name().orElse("somebody"), context.ip(),
                caller.get().role().word());
        keep(context, token, SESSION);
        context.redirect(Paths.HOME, HttpStatus.SEE_OTHER);
    }

    private void keep(Context context, String token, int age) {
        context.cookie(new Cookie(Shown.COOKIE, token, "/", age, access.tls().isPresent(), true, null,
                SameSite.STRICT));
    }
}
