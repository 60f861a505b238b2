package dev.baton.agent.ownership;

import dev.baton.agent.host.HeldKey;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.ResourceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The resources of one group, driven towards what is wanted: what is needed starts first and stops last; what does not
/// depend on each other goes at the same time.
final class Resources {

    private final Site site;
    private final GroupId group;
    private SequencedMap<ResourceId, ResourceKeeper> keepers = new LinkedHashMap<>();

    Resources(Site site, GroupId group) {
        this.site = site;
        this.group = group;
    }

    /// Follows the definition. What runs goes on as it was started; it follows when it is down.
    void define(List<Resource> defined) {
        SequencedMap<ResourceId, ResourceKeeper> next = new LinkedHashMap<>();
        for (int i = 0; i < defined.size(); i++) {
            Resource resource = defined.get(i);
            ResourceKeeper known = keepers.get(resource.id());
            HeldKey key = new HeldKey(group, i, resource.id());
            boolean same = known != null && known.resource().equals(resource) && known.key().equals(key);
            next.put(resource.id(), known != null && (same || !known.down()) ? known
                    : new ResourceKeeper(site, resource, key));
        }
        keepers.forEach((id, keeper) -> {
            if (!keeper.down()) {
                next.putIfAbsent(id, keeper);
            }
        });
        keepers = next;
    }

    /// Takes over what an earlier life of the agent left alive under these keys.
    void adopt(Collection<HeldKey> alive, Function<ResourceId, SortedMap<String, String>> environment) {
        for (HeldKey key : alive) {
            ResourceKeeper known = keepers.get(key.resource());
            if (known != null) {
                ResourceKeeper keeper = known.key().equals(key) ? known
                        : new ResourceKeeper(site, known.resource(), key);
                keepers.put(key.resource(), keeper);
                keeper.adopt(environment.apply(key.resource()));
            }
        }
    }

    /// Takes the next steps towards running exactly what is wanted.
    ///
    /// @param mayStart whether anything may be started now
    void drive(Set<ResourceId> wanted, boolean mayStart, Function<ResourceId, SortedMap<String, String>> environment) {
        for (ResourceKeeper keeper : new ArrayList<>(keepers.sequencedValues().reversed())) {
            if (!dependants(keeper).stream().allMatch(ResourceKeeper::down)) {
                continue;
            }
            boolean want = wanted.contains(keeper.resource().id());
            boolean grounded = needs(keeper).stream().allMatch(ResourceKeeper::up);
            if (keeper.up() && !(want && grounded)) {
                keeper.stop();
            } else if (keeper.dirty()) {
                keeper.clean();
            } else if (keeper.down() && !want) {
                keeper.forgive();
            }
        }
        if (mayStart && stuck().isEmpty()) {
            for (ResourceKeeper keeper : List.copyOf(keepers.values())) {
                boolean ready = needs(keeper).stream().allMatch(need -> need.state() == ResourceState.ONLINE);
                if (ready && wanted.contains(keeper.resource().id()) && keeper.startable()) {
                    keeper.start(environment.apply(keeper.resource().id()));
                }
            }
        }
    }

    /// Stops everything at once.
    void kill() {
        List.copyOf(keepers.values()).forEach(ResourceKeeper::kill);
    }

    /// What was only seen to fail is dealt with from now on.
    void attend() {
        keepers.values().forEach(ResourceKeeper::attend);
    }

    /// Gives every resource its restarts back.
    void forgive() {
        keepers.values().forEach(ResourceKeeper::forgive);
    }

    /// Nothing of this counts any more.
    void forget() {
        keepers.values().forEach(ResourceKeeper::forget);
    }

    /// Returns whether something was taken over that nobody has looked at yet.
    boolean adopting() {
        return keepers.values().stream().anyMatch(ResourceKeeper::adopting);
    }

    /// Returns whether everything is verified as stopped.
    boolean allDown() {
        return keepers.values().stream().allMatch(ResourceKeeper::down);
    }

    /// Returns whether something is wanted, down, and free to be started.
    boolean wantsToStart(Set<ResourceId> wanted) {
        return keepers.values().stream().anyMatch(k -> wanted.contains(k.resource().id()) && k.startable());
    }

    /// Returns why the group cannot be stopped, when it cannot.
    Optional<String> stuck() {
        return keepers.values().stream().filter(k -> k.state() == ResourceState.STUCK)
                .flatMap(k -> k.trouble().stream()).findFirst();
    }

    /// Returns why a resource stays failed, when one does.
    Optional<String> failure() {
        return keepers.values().stream().filter(k -> k.state() != ResourceState.STUCK)
                .flatMap(k -> k.trouble().stream().map(why -> "resource " + k.resource().id() + " of " + group
                        + " failed on " + site.standing().node() + ": " + why)).findFirst();
    }

    /// Returns whether one of these resources is up or on its way, and holds this.
    boolean holds(HeldKey key) {
        return keepers.values().stream().anyMatch(k -> k.key().equals(key) && !k.down());
    }

    /// Returns whether one of these resources is up, or on its way up, and holds this.
    boolean runs(HeldKey key) {
        return keepers.values().stream().anyMatch(k -> k.key().equals(key) && k.up());
    }

    /// Returns the state of each.
    SortedMap<ResourceId, ResourceState> states() {
        TreeMap<ResourceId, ResourceState> states = new TreeMap<>();
        keepers.forEach((id, keeper) -> states.put(id, keeper.state()));
        return states;
    }

    /// Returns how often each was restarted in place since it was forgiven last; those that never were are left out.
    SortedMap<ResourceId, Integer> restarts() {
        TreeMap<ResourceId, Integer> restarts = new TreeMap<>();
        keepers.forEach((id, keeper) -> {
            if (keeper.restarts() > 0) {
                restarts.put(id, keeper.restarts());
            }
        });
        return restarts;
    }

    void exited(HeldKey key, int status, String output) {
        keepers.values().stream().filter(k -> k.key().equals(key)).findFirst()
                .ifPresent(k -> k.exited(status, output));
    }

    private List<ResourceKeeper> needs(ResourceKeeper keeper) {
        return keepers.values().stream().filter(k -> keeper.resource().needs().contains(k.resource().id())).toList();
    }

    private List<ResourceKeeper> dependants(ResourceKeeper keeper) {
        return keepers.values().stream().filter(k -> k.resource().needs().contains(keeper.resource().id())).toList();
    }
}
