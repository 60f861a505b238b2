package dev.baton.agent.ownership;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.resource.ResourceDriver;
import dev.baton.core.model.Monitor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// When a resource that is online is looked at: by each of its monitors in that monitor's own rhythm, never by two at
/// once. One whose time comes while another is under way follows it. What fails is looked at on as long as there is
/// still something to look at.
final class Monitoring {

    private final Desk desk;
    private final HeldKey key;
    private final ResourceDriver driver;
    private final BooleanSupplier online;
    private final Consumer<String> failed;
    private final Runnable well;
    private final Set<Monitor> failing = new HashSet<>();
    private final Deque<Monitor> due = new ArrayDeque<>();
    private boolean looking;

    /// @param online whether there is something to look at
    /// @param failed told why, when a monitor fails
    /// @param well   told when the last one that failed does so no more
    Monitoring(Desk desk, HeldKey key, ResourceDriver driver, BooleanSupplier online, Consumer<String> failed,
            Runnable well) {
        this.desk = desk;
        this.key = key;
        this.driver = driver;
        this.online = online;
        this.failed = failed;
        this.well = well;
    }

    /// Begins anew: the resource has just come online, and no look of an earlier time is answered any more.
    void begin() {
        due.clear();
        failing.clear();
        looking = false;
        driver.monitors().forEach(this::await);
    }

    /// Begins with a resource that is not well: the first look of each monitor may say that it is.
    void beginUnwell() {
        begin();
        driver.monitors().stream().filter(monitor -> monitor.every().isPositive()).forEach(failing::add);
    }

    private void await(Monitor monitor) {
        if (monitor.every().isPositive()) {
            String depth = monitor.depth() == 0 ? "" : " at depth " + monitor.depth();
            desk.timer("monitor " + key + depth, monitor.every(), () -> {
                if (online.getAsBoolean()) {
                    due.add(monitor);
                    next();
                }
            });
        }
    }

    private void next() {
        if (!looking && !due.isEmpty()) {
            looking = true;
            Monitor monitor = due.remove();
            driver.monitor(monitor, wrong -> looked(monitor, wrong));
        }
    }

    private void looked(Monitor monitor, Optional<String> wrong) {
        looking = false;
        if (!online.getAsBoolean()) {
            return;
        }
        if (wrong.isPresent()) {
            failing.add(monitor);
            failed.accept(wrong.get());
        } else if (failing.remove(monitor) && failing.isEmpty()) {
            well.run();
        }
        if (online.getAsBoolean()) {
            await(monitor);
            next();
        }
    }
}
