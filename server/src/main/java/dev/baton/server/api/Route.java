package dev.baton.server.api;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/// One route of the interface, with what its document says of it.
///
/// @param name   unique
/// @param body   what a request carries
/// @param answer what is answered when it is not refused; empty when it is only known to be of `type`
/// @param type   content type of that answer
public record Route(HandlerType method, String path, String name, String summary, List<Parameter> parameters,
        Optional<Type> body, Optional<Type> answer, String type, Handler handler) {

    private static final String JSON = "application/json";

    /// @param header whether it is a header and not in the query
    public record Parameter(String name, String meaning, boolean header) {}

    /// Something to look at, as JSON.
    public static Route get(String path, String name, String summary, Type answer, Handler handler,
            Parameter... parameters) {
        return new Route(HandlerType.GET, path, name, summary, List.of(parameters), Optional.empty(),
                Optional.of(answer), JSON, handler);
    }

    /// Something to look at, of another content type.
    public static Route text(String path, String name, String summary, String type, Handler handler) {
        return new Route(HandlerType.GET, path, name, summary, List.of(), Optional.empty(), Optional.empty(), type,
                handler);
    }

    static Route post(String path, String name, String summary, Type body, Type answer, Handler handler,
            Parameter... parameters) {
        return new Route(HandlerType.POST, path, name, summary, List.of(parameters), Optional.of(body),
                Optional.of(answer), JSON, handler);
    }
}
