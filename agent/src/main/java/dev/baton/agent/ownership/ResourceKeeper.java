package dev.baton.agent.ownership;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.resource.Drivers;
import dev.baton.agent.resource.ResourceDriver;
import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;

/// One resource of a group that this node owns: its state, and what it takes to get it to another. A resource that
/// fails is restarted in place, at once, then after growing pauses, as often as its group's [FailurePolicy] says; after
/// that it stays failed until it is forgiven. While its group is unmanaged a failure is only told: what a monitor finds
/// wrong is looked at on, and is online again when no monitor finds it so; what has ended stays so.
final class ResourceKeeper {

    private static final Duration RETRY_STUCK = Duration.ofSeconds(5);

    private final Desk desk;
    private final Resource resource;
    private final HeldKey key;
    private final Site site;
    private final ResourceDriver driver;
    private final Monitoring monitoring;
    private final Deque<Instant> failures = new ArrayDeque<>();
    private ResourceState state = ResourceState.OFFLINE;
    private int restarts;
    private boolean clean = true;
    private boolean adopted;
    private boolean killing;
    private boolean gaveUp;
    /// It failed, and nobody may do anything about it.
    private boolean unattended;
    /// So, and its monitors go on.
    private boolean watched;
    private boolean forgotten;
    private Instant notBefore = Instant.EPOCH;
    private String why = "";

    ResourceKeeper(Site site, Resource resource, HeldKey key) {
        this.site = site;
        this.desk = site.desk();
        this.resource = resource;
        this.key = key;
        this.driver = Drivers.of(desk, resource, key, this::ended);
        this.monitoring = new Monitoring(desk, key, driver, () -> state == ResourceState.ONLINE || watched,
                this::looksWrong, this::looksWell);
    }

    Resource resource() {
        return resource;
    }

    HeldKey key() {
        return key;
    }

    ResourceState state() {
        return state;
    }

    /// Returns whether nothing of it runs, as was verified.
    boolean down() {
        return state == ResourceState.OFFLINE || (state == ResourceState.FAILED && clean);
    }

    /// Returns whether it runs or is on its way up.
    boolean up() {
        return state == ResourceState.ONLINE || state == ResourceState.STARTING;
    }

    /// Returns whether it failed and something of it may still be there.
    boolean dirty() {
        return state == ResourceState.FAILED && !clean;
    }

    /// Returns whether it may be started now, as far as its own history goes.
    boolean startable() {
        return state == ResourceState.OFFLINE && !desk.now().isBefore(notBefore) && !desk.held().contains(key);
    }

    /// Returns why it is failed for good, or stuck.
    Optional<String> trouble() {
        return gaveUp || unattended || state == ResourceState.STUCK ? Optional.of(why) : Optional.empty();
    }

    void start(SortedMap<String, String> environment) {
        state = ResourceState.STARTING;
        adopted = false;
        driver.start(environment, this::started);
        site.changed().accept(key.group());
    }

    /// Takes over what an earlier life of the agent started.
    void adopt(SortedMap<String, String> environment) {
        state = ResourceState.STARTING;
        adopted = true;
        driver.adopt(environment, this::started);
    }

    /// Returns whether it was taken over and has yet to be found well or not.
    boolean adopting() {
        return adopted && state == ResourceState.STARTING;
    }

    private void started(Optional<String> failure) {
        if (failure.isPresent()) {
            failed(failure.get());
            if (adopted && unattended) {
                // Nobody restarts it, so it is looked at until it is well.
                watched = true;
                monitoring.beginUnwell();
            }
        } else {
            state = ResourceState.ONLINE;
            monitoring.begin();
            tell();
        }
    }

    /// Its process is no more, so that no monitor can say that it is well.
    private void ended(String reason) {
        watched = false;
        why = unattended ? reason : why;
        failed(reason);
    }

    private void looksWrong(String reason) {
        boolean was = up();
        failed(reason);
        watched |= was && unattended;
    }

    private void looksWell() {
        if (watched) {
            watched = false;
            unattended = false;
            clean = true;
            state = ResourceState.ONLINE;
            desk.say(Weight.NOTICE, "resource " + resource.id() + " of " + key.group() + " is well again on "
                    + site.standing().node());
            tell();
        }
    }

    private void failed(String reason) {
        if (!up()) {
            return;
        }
        state = ResourceState.FAILED;
        clean = false;
        why = reason;
        unattended = unmanaged() && site.standing().lease().runs();
        if (unattended) {
            desk.say(Weight.WARNING, "resource " + resource.id() + " of " + key.group() + " failed on "
                    + site.standing().node() + ": " + why + "; it is unmanaged, so it stays so");
        } else if (site.standing().lease().runs()) {
            count(reason);
        }
        tell();
    }

    /// The group is managed: what was only seen to fail counts from now on, and is dealt with.
    void attend() {
        if (unattended) {
            unattended = false;
            watched = false;
            count(why);
        }
    }

    private boolean unmanaged() {
        return Optional.ofNullable(site.mirror().image().groups().get(key.group()))
                .filter(group -> !group.placement().managed()).isPresent();
    }

    private void count(String reason) {
        FailurePolicy policy = policy();
        failures.add(desk.now());
        failures.removeIf(at -> at.plus(policy.within()).isBefore(desk.now()));
        gaveUp = policy.givesUpAfter(failures.size());
        restarts += gaveUp ? 0 : 1;
        if (gaveUp) {
            why = reason + "; failed " + failures.size() + (failures.size() == 1 ? " time" : " times");
        }
        Duration pause = policy.pauseAfter(failures.size());
        notBefore = desk.now().plus(pause);
        desk.say(Weight.WARNING, "resource " + resource.id() + " of " + key.group() + " failed on "
                + site.standing().node() + ": " + why + (gaveUp ? "" : "; restarted in place"));
        if (!gaveUp && pause.isPositive()) {
            desk.timer("restart " + key, notBefore, this::tell);
        }
    }

    private FailurePolicy policy() {
        return Optional.ofNullable(site.mirror().image().groups().get(key.group())).map(group -> group.terms()
                .failures()).orElse(FailurePolicy.DEFAULT);
    }

    /// Returns how often it was restarted in place since it was forgiven last.
    int restarts() {
        return restarts;
    }

    /// Stops it, gently.
    void stop() {
        state = ResourceState.STOPPING;
        driver.stop(this::stopped);
        tell();
    }

    /// Removes what a failure left.
    void clean() {
        state = ResourceState.STOPPING;
        driver.stop(this::stopped);
    }

    /// Stops it at once.
    void kill() {
        if (!killing && state != ResourceState.STUCK && !(down() && !desk.held().contains(key))) {
            killing = true;
            state = ResourceState.STOPPING;
            driver.kill(this::stopped);
            tell();
        }
    }

    private void stopped(Optional<String> left) {
        killing = false;
        unattended = false;
        watched = false;
        if (left.isPresent()) {
            state = ResourceState.STUCK;
            why = "resource " + resource.id() + " could not be stopped: " + left.get();
            retryStuck();
        } else {
            state = gaveUp ? ResourceState.FAILED : ResourceState.OFFLINE;
            clean = true;
        }
        tell();
    }

    private void retryStuck() {
        desk.timer("stuck " + key, RETRY_STUCK, () -> {
            if (state != ResourceState.STUCK || forgotten) {
                return;
            }
            if (unmanaged() && site.standing().lease().runs()) {
                retryStuck();
            } else {
                killing = true;
                driver.kill(this::stopped);
            }
        });
    }

    /// Forgets its failures.
    void forgive() {
        failures.clear();
        restarts = 0;
        gaveUp = false;
        notBefore = Instant.EPOCH;
        if (state == ResourceState.FAILED && clean) {
            state = ResourceState.OFFLINE;
        }
    }

    /// Nothing of it counts any more: its timers do nothing.
    void forget() {
        forgotten = true;
        state = ResourceState.OFFLINE;
    }

    void exited(int status, String output) {
        if (!forgotten) {
            driver.exited(status, output);
        }
    }

    private void tell() {
        if (!forgotten) {
            site.changed().accept(key.group());
        }
    }
}
