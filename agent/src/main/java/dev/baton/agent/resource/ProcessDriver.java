package dev.baton.agent.resource;

import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.loop.Desk;
import dev.baton.core.model.Command;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// The resource type `process`: a command that stays in the foreground, with optional `ready`, `monitor` and `stop`
/// commands. It is online once `ready` exits 0, and has failed when its main process ends. It is stopped when nothing
/// lives any more in what is held for it: that is the only truth about processes, so no command is asked.
final class ProcessDriver implements ResourceDriver {

    private static final Duration READY_EVERY = Duration.ofMillis(50);
    private static final Duration MONITOR_AT_LEAST = Duration.ofSeconds(10);

    private enum Doing { NOTHING, STARTING, RUNNING, STOPPING, CLEARING }

    private final Desk desk;
    private final Resource resource;
    private final HeldKey key;
    private final Consumer<String> failed;
    private SortedMap<String, String> environment = Collections.emptySortedMap();
    private Consumer<Optional<String>> answer = _ -> { };
    private Doing doing = Doing.NOTHING;
    private boolean alive;
    private boolean adopted;
    private long turn;

    /// @param failed told why, when the resource fails while it is online
    ProcessDriver(Desk desk, Resource resource, HeldKey key, Consumer<String> failed) {
        this.desk = desk;
        this.resource = resource;
        this.key = key;
        this.failed = failed;
    }

    @Override
    public void start(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        adopted = false;
        begin(Doing.STARTING, then);
        Optional<Command> run = command("run");
        if (run.isEmpty()) {
            started(Optional.of("it has no command to run; write: with: {run: ...}"));
            return;
        }
        Instant by = desk.now().plus(resource.startWithin());
        alive = true;
        desk.launch(key, run.get(), environment, onTurn(failure -> {
            if (failure.isPresent()) {
                alive = false;
                started(failure);
            } else {
                awaitReady(command("ready"), by);
            }
        }));
    }

    @Override
    public void adopt(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        environment = given;
        alive = true;
        adopted = true;
        begin(Doing.STARTING, then);
        awaitReady(command("ready").or(() -> command("monitor")), desk.now().plus(resource.startWithin()));
    }

    private void awaitReady(Optional<Command> ready, Instant by) {
        if (ready.isEmpty()) {
            started(Optional.empty());
            return;
        }
        Duration left = Duration.between(desk.now(), by);
        Consumer<HostEvent.RunEnded> look = onTurn(ended -> {
            if (ended.succeeded()) {
                started(Optional.empty());
            } else if (!desk.now().plus(READY_EVERY).isBefore(by)) {
                started(Optional.of("it is not ready after " + resource.startWithin().toSeconds() + " s ("
                        + Printed.failure(ended) + ")"));
            } else {
                desk.timer("ready " + key, READY_EVERY, onTurn(() -> awaitReady(ready, by)));
            }
        });
        desk.run("ready " + key, ready.get(), environment, left, look);
    }

    private void started(Optional<String> failure) {
        doing = failure.isEmpty() || (adopted && alive) ? Doing.RUNNING : Doing.NOTHING;
        turn++;
        answer.accept(failure);
    }

    @Override
    public List<Monitor> monitors() {
        return List.of(resource.shallow(MONITOR_AT_LEAST));
    }

    @Override
    public void monitor(Monitor monitor, Consumer<Optional<String>> then) {
        Optional<Command> look = command("monitor");
        if (look.isEmpty() || !alive) {
            then.accept(alive ? Optional.empty() : Optional.of("its process is no more"));
            return;
        }
        desk.run("monitor " + key, look.get(), environment, monitor.timeout(), onTurn(ended -> then.accept(
                ended.succeeded() ? Optional.empty()
                        : Optional.of("its monitor failed (" + Printed.failure(ended) + ")"))));
    }

    @Override
    public void stop(Consumer<Optional<String>> then) {
        begin(Doing.STOPPING, then);
        if (!alive) {
            clear();
            return;
        }
        Instant by = desk.now().plus(resource.stopWithin());
        desk.timer("stop " + key, by, onTurn(this::clear));
        Optional<Command> stop = command("stop");
        if (stop.isPresent()) {
            desk.run("stop " + key, stop.get(), environment, resource.stopWithin(), onTurn(_ -> terminate()));
        } else {
            terminate();
        }
    }

    private void terminate() {
        if (alive && doing == Doing.STOPPING) {
            desk.host(new HostCall.Terminate(key));
        }
    }

    @Override
    public void kill(Consumer<Optional<String>> then) {
        begin(Doing.STOPPING, then);
        clear();
    }

    private void clear() {
        doing = Doing.CLEARING;
        desk.cancelTimer("stop " + key);
        desk.clear(key, onTurn(left -> {
            doing = Doing.NOTHING;
            alive = left.isPresent();
            answer.accept(left);
        }));
    }

    /// What nothing is held for was not started here.
    @Override
    public void probe(SortedMap<String, String> given, Consumer<Optional<String>> then) {
        then.accept(Optional.empty());
    }

    @Override
    public void exited(int status, String output) {
        if (!alive) {
            return;
        }
        alive = false;
        String why = "its process ended with status " + status
                + Printed.lastLine(output).map(line -> ": " + line).orElse("");
        switch (doing) {
            case STARTING -> started(Optional.of(why));
            case RUNNING -> {
                doing = Doing.NOTHING;
                turn++;
                failed.accept(why);
            }
            case STOPPING -> clear();
            case CLEARING, NOTHING -> { }
        }
    }

    private void begin(Doing what, Consumer<Optional<String>> then) {
        doing = what;
        answer = then;
        turn++;
        desk.cancelTimer("ready " + key);
        desk.cancelTimer("stop " + key);
    }

    /// What comes after the next call is ignored.
    private <T> Consumer<T> onTurn(Consumer<T> then) {
        long mine = turn;
        return value -> {
            if (mine == turn) {
                then.accept(value);
            }
        };
    }

    private Runnable onTurn(Runnable then) {
        long mine = turn;
        return () -> {
            if (mine == turn) {
                then.run();
            }
        };
    }

    private Optional<Command> command(String name) {
        return Optional.ofNullable(resource.with().get(name)).filter(line -> !line.isBlank()).map(Command::new);
    }
}
