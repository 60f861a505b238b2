package dev.baton.agent.host;

import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// One life of a daemon on a machine, as the contract tests lead it: calls in, events awaited.
final class DaemonLife {

    static final HeldKey DATABASE = new HeldKey(new GroupId("evs1"), 3, new ResourceId("database"));
    static final HeldKey DISK = new HeldKey(new GroupId("evs1"), 1, new ResourceId("disk"));

    private final MachineUnderTest machine;
    private final List<HostEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final Host host;
    private int calls;

    DaemonLife(MachineUnderTest machine) {
        this.machine = machine;
        this.host = machine.start(events::add);
        await(HostEvent.Began.class, _ -> true);
    }

    HostEvent.Began began() {
        return (HostEvent.Began) events().getFirst();
    }

    List<HostEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    <E extends HostEvent> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Returns the first event of this type that satisfies `which`, once there is one.
    <E extends HostEvent> E await(Class<E> type, Predicate<E> which) {
        try {
            machine.until(type.getSimpleName(), () -> events(type).stream().anyMatch(which));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("no such " + type.getSimpleName() + " among " + events(), e);
        }
        return events(type).stream().filter(which).findFirst().orElseThrow();
    }

    HostToken token() {
        return new HostToken("call " + ++calls);
    }

    void perform(HostCall call) {
        host.perform(call);
    }

    /// Lets the guard kill everything `time` from now, less the margin; returns that deadline.
    Instant lease(Duration time) {
        Instant deadline = machine.bootTime().plus(time);
        perform(new HostCall.SetDeadline(deadline));
        return deadline;
    }

    HostToken launch(HeldKey key, MachineUnderTest.Program program) {
        HostToken token = token();
        perform(new HostCall.Launch(token, key, machine.command(program), new TreeMap<>()));
        return token;
    }

    void launched(HeldKey key, MachineUnderTest.Program program) {
        HostToken token = launch(key, program);
        await(HostEvent.Launched.class, event -> event.token().equals(token));
    }

    HostToken start(HeldKey key, MachineUnderTest.Program program, Duration timeout) {
        HostToken token = token();
        perform(new HostCall.Start(token, key, machine.command(program), new TreeMap<>(), timeout,
                new Command("true")));
        return token;
    }

    HostEvent.HeldExited exited(HeldKey key) {
        return await(HostEvent.HeldExited.class, event -> event.key().equals(key));
    }

    HostEvent.Cleared clear(HeldKey key) {
        HostToken token = token();
        perform(new HostCall.Clear(token, key));
        return await(HostEvent.Cleared.class, event -> event.token().equals(token));
    }

    HostToken run(MachineUnderTest.Program program, Duration timeout, Optional<HeldKey> within) {
        HostToken token = token();
        Command command = machine.command(program);
        perform(new HostCall.Run(token, command, new TreeMap<>(), timeout, within));
        return token;
    }

    HostEvent.RunEnded ended(HostToken run) {
        return await(HostEvent.RunEnded.class, event -> event.token().equals(run));
    }

    void append(String line) {
        HostToken token = token();
        perform(new HostCall.Append(token, line));
        await(HostEvent.Appended.class, event -> event.token().equals(token));
    }

    void crash() {
        machine.crash(host);
    }
}
