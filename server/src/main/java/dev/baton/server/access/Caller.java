package dev.baton.server.access;

import dev.baton.cluster.api.Role;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import io.javalin.http.Context;
import java.util.Optional;

/// Who calls, as far as it is known.
///
/// @param name empty where nobody has to say who they are; of a machine that joins, its join token's
/// @param role what they may do
/// @param sort how it came to be known
public record Caller(Optional<String> name, Role role, Sort sort) {

    /// How a caller is known.
    public enum Sort {
        /// Somebody on this machine, where nothing but this machine is answered.
        ANYBODY,
        /// By a line in the file of callers.
        NAMED,
        /// A daemon of this cluster, which has looked at its own caller already.
        NODE,
        /// A machine with a join token, which may use it and nothing else.
        JOINING
    }

    /// Somebody on this machine.
    public static final Caller ANYBODY = new Caller(Optional.empty(), Role.ADMINISTRATOR, Sort.ANYBODY);
    private static final String ATTRIBUTE = "caller";
    private static final String JOINING = "a join token";
    /// A daemon of this cluster.
    static final Caller NODE = new Caller(Optional.empty(), Role.ADMINISTRATOR, Sort.NODE);

    /// Returns a machine that shows the name of this offer.
    public static Caller joining(String offer) {
        return new Caller(Optional.of(offer), Role.VIEWER, Sort.JOINING);
    }

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
        return switch (sort) {
            case ANYBODY, NODE -> ask;
            case NAMED -> new Ask(name.orElseThrow(), ask.key(), ask.dryRun(), ask.request());
            case JOINING -> new Ask(JOINING, ask.key(), ask.dryRun(), ask.request());
        };
    }

    /// Returns why this caller may not ask that; empty when it may. Whoever may look may also ask what would be done.
    public Optional<String> reasonToRefuse(Ask ask) {
        if (sort == Sort.JOINING) {
            boolean own = ask.request() instanceof Request.Join join && name.equals(Optional.of(join.token()));
            return own ? Optional.empty() : Optional.of(JOINING + " lets one machine join, and does nothing else");
        }
        Role needed = ask.dryRun() ? Role.VIEWER : Role.neededFor(ask.request());
        return role.compareTo(needed) >= 0 ? Optional.empty() : Optional.of(name.orElse("the caller") + " is "
                + role.word() + "; this needs " + needed.word() + ". Ask one of those, or whoever keeps the tokens");
    }
}
