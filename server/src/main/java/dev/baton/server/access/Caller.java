package dev.baton.server.access;

import dev.baton.cluster.api.Role;
import dev.baton.coordination.request.Ask;
import io.javalin.http.Context;
import java.util.Optional;

/// Who calls, as far as it is known.
///
/// @param name  empty where nobody has to say who they are
/// @param role  what they may do
/// @param node  whether it is another daemon of the cluster, which has looked at its own caller already
public record Caller(Optional<String> name, Role role, boolean node) {

    /// Somebody on this machine, where nothing but this machine is answered.
    public static final Caller ANYBODY = new Caller(Optional.empty(), Role.ADMINISTRATOR, false);
    private static final String ATTRIBUTE = "caller";
    /// A daemon of this cluster.
    static final Caller NODE = new Caller(Optional.empty(), Role.ADMINISTRATOR, true);

    /// Returns who sent this request, as it was admitted.
    public static Caller of(Context context) {
        Caller known = context.attribute(ATTRIBUTE);
        if (known == null) {
            throw new IllegalStateException("nobody was admitted to " + context.path());
        }
        return known;
    }

    /// Returns name and role, such as `vera, viewer`; empty where nobody has to say who they are.
    public Optional<String> words() {
        return name.map(known -> known + ", " + role.word());
    }

    /// Admits this caller: [#of] returns it from now on.
    public void admitTo(Context context) {
        context.attribute(ATTRIBUTE, this);
    }

    /// Returns the wish under the name by which this caller is known, whatever name it gave.
    public Ask named(Ask ask) {
        return name.map(known -> new Ask(known, ask.key(), ask.dryRun(), ask.request())).orElse(ask);
    }

    /// Returns why this caller may not ask that; empty when it may. Whoever may look may also ask what would be done.
    public Optional<String> reasonToRefuse(Ask ask) {
        Role needed = ask.dryRun() ? Role.VIEWER : Role.neededFor(ask.request());
        return role.compareTo(needed) >= 0 ? Optional.empty() : Optional.of(name.orElse("the caller") + " is "
                + role.word() + "; this needs " + needed.word() + ". Ask one of those, or whoever keeps the tokens");
    }
}
