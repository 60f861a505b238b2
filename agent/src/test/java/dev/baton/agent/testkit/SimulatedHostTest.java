package dev.baton.agent.testkit;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.Host;
import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostContract;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.MachineUnderTest;
import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.Commands;
import dev.baton.agent.simulated.MachineObserver;
import dev.baton.agent.simulated.SimulatedHost;
import dev.baton.agent.simulated.VirtualTime;
import dev.baton.core.model.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The simulated machine keeps the promises of the host port as the real one does.
class SimulatedHostTest extends HostContract {

    @Override
    protected MachineUnderTest machine() {
        return new Simulated();
    }

    private static final class Simulated implements MachineUnderTest {

        private static final Duration FOR_EVER = Duration.ofDays(1);
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        private final VirtualTime time = new VirtualTime();
        private final SimulatedHost host = new SimulatedHost(time, new Chance(5), MARGIN, 1.0003, Simulated::course,
                new MachineObserver() {
                    @Override
                    public void started(HeldKey key, SortedMap<String, String> environment) { }

                    @Override
                    public void ended(HeldKey key) { }
                });

        private static Commands.Course course(String line, SortedMap<String, String> environment) {
            return switch (Program.valueOf(line)) {
                case IDLES -> new Commands.Course(FOR_EVER, 0, "ready\n", () -> { });
                case ENDS_WITH_3 -> new Commands.Course(Duration.ofMillis(3), 3, "hello\n", () -> { });
                case TALKS -> Commands.Course.prints("line\n".repeat(30_000) + "last\n");
                case HAS_CHILDREN -> new Commands.Course(FOR_EVER, 0, "ready\n", 3, false, () -> { });
                case LINGERS -> new Commands.Course(Duration.ofSeconds(1), 0, "", () -> { });
                case LEAVES -> Commands.Course.prints("up\n");
                case STUBBORN -> new Commands.Course(FOR_EVER, 0, "ready\n", 1, true, () -> { });
            };
        }

        @Override
        public Host start(Consumer<HostEvent> events) {
            host.begin(events);
            return new Host() {
                @Override
                public void perform(HostCall call) {
                    host.perform(call);
                }

                @Override
                public void close() {
                    host.daemonDies();
                }
            };
        }

        @Override
        public Instant bootTime() {
            return host.bootTime();
        }

        @Override
        public Command command(Program program) {
            return new Command(program.name());
        }

        @Override
        public int alive() {
            return host.processes();
        }

        @Override
        public void crash(Host daemon) {
            host.daemonDies();
        }

        @Override
        public void reboot() {
            host.machineDies();
        }

        @Override
        public void until(String what, BooleanSupplier condition) {
            Instant end = time.now().plus(PATIENCE);
            boolean[] over = {false};
            time.at(end, () -> over[0] = true);
            while (!condition.getAsBoolean()) {
                if (over[0]) {
                    throw new AssertionError("not within " + PATIENCE + ": " + what);
                }
                time.pass(Duration.ofMillis(1));
                while (time.isDue()) {
                    time.next();
                }
            }
        }

        @Override
        public void close() {
            host.daemonDies();
        }
    }
}
