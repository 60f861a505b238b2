package dev.baton.coordination.memory;

import dev.baton.coordination.contract.CoordinationContract;
import java.util.Random;

/// The contract, with the order of everything drawn from a seed.
final class MemoryEngineShuffledTest extends CoordinationContract {

    MemoryEngineShuffledTest() {
        super(new MemoryStage(new Random(20)::nextInt));
    }
}
