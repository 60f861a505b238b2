package dev.baton.agent.simulated;

import dev.baton.agent.host.HeldKey;
import java.util.SortedMap;

/// What is told of processes, to whoever checks the laws.
public interface MachineObserver {

    /// The process of this entry runs from now on.
    void started(HeldKey key, SortedMap<String, String> environment);

    /// The process of this entry is dead.
    void ended(HeldKey key);

    /// The deadline has come and this entry still lives, although the guard, or the daemon in its place, could have
    /// killed it.
    default void outlived(HeldKey key) {}

    /// The machine is dead, with everything on it.
    default void died() {}
}
