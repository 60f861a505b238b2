package dev.baton.coordination.memory;

import dev.baton.coordination.contract.CoordinationContract;

/// The contract, with everything done in order.
final class MemoryEngineInOrderTest extends CoordinationContract {

    MemoryEngineInOrderTest() {
        super(new MemoryStage(Schedule.inOrder()));
    }
}
