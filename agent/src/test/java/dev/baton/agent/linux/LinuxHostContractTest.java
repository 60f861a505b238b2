package dev.baton.agent.linux;

import dev.baton.agent.host.HostContract;
import dev.baton.agent.host.MachineUnderTest;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// This machine keeps the contract of the host port, with every way of holding that works on it.
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
class LinuxHostContractTest extends HostContract {

    @Parameter
    Holding.Way way;

    static List<Holding.Way> ways() {
        return LinuxMachine.ways();
    }

    @Override
    protected MachineUnderTest machine() {
        return new LinuxMachine(way);
    }
}
