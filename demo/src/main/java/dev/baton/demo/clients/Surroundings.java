package dev.baton.demo.clients;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where clients are: what they see of the servers, on whose threads they call, and who is told of each operation.
///
/// @param places where a client looks for the server of a group, one after the other
/// @param calls  runs calls that may hang, each at once; what it runs on decides which network the client is in
/// @param notes  takes each operation after its end, on the client's own thread
public record Surroundings(Function<String, ? extends List<? extends Server>> places, Executor calls,
        Consumer<Operation> notes) {

    private static final Executor HERE = Executors.newVirtualThreadPerTaskExecutor();

    /// Returns clients on this machine that know one address per server and tell nobody.
    static Surroundings here(List<? extends Server> servers) {
        return new Surroundings(group -> servers.stream().filter(server -> server.group().equals(group)).toList(), HERE,
                operation -> { });
    }
}
