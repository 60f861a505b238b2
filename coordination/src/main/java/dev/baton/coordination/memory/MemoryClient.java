package dev.baton.coordination.memory;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.memory.MemoryFaults.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// One client's side of the engine: what it asked and what is on the way to it.
final class MemoryClient implements Coordination {

    private final MemoryEngine engine;
    private final String name;
    private final Listener listener;

    /// Begun, not yet performed.
    private final Deque<CoordinationCall> outbox = new ArrayDeque<>();

    /// On the way, in this order.
    private final Deque<CoordinationEvent> inbox = new ArrayDeque<>();

    /// Mirrored entries that changed since the client was last told; what they hold is looked up when it is told.
    private final Set<NodePath> noticed = new LinkedHashSet<>();

    private final TreeSet<NodePath> mirrors = new TreeSet<>();

    /// What the mirrors have been told, by `modified`.
    private final Map<NodePath, Long> told = new HashMap<>();

    /// What becomes of the next calls, by order of a fault.
    final Deque<Effect> spoiled = new ArrayDeque<>();

    /// What was so when the client began to lag: a snapshot then still shows it. Empty while it does not lag.
    private Optional<SortedMap<NodePath, Versioned>> past = Optional.empty();

    /// What it was told since, by its own writes.
    private final Set<NodePath> fresh = new HashSet<>();

    boolean connected = true;
    boolean standing;
    private boolean believesItLeads;

    MemoryClient(MemoryEngine engine, String name, Listener listener) {
        this.engine = engine;
        this.name = name;
        this.listener = listener;
    }

    @Override
    public void perform(CoordinationCall call) {
        outbox.add(call);
    }

    @Override
    public void close() {
        outbox.clear();
        inbox.clear();
        noticed.clear();
        engine.leave(this);
    }

    boolean hasEvent() {
        return !inbox.isEmpty();
    }

    boolean hasChange() {
        return connected && past.isEmpty() && !noticed.isEmpty();
    }

    boolean hasCall() {
        return !outbox.isEmpty();
    }

    void deliver() {
        listener.on(inbox.remove());
    }

    CoordinationCall nextCall() {
        return outbox.remove();
    }

    void send(CoordinationEvent event) {
        inbox.add(event);
    }

    /// Keeps in mind that the entry changed, if this client mirrors it.
    void notice(NodePath path) {
        if (connected && mirrors.stream().anyMatch(path::isWithin)) {
            noticed.add(path);
        }
    }

    /// Tells one change that was noticed.
    void tellOne(Schedule schedule) {
        List<NodePath> paths = List.copyOf(noticed);
        tell(paths.get(schedule.pick(paths.size())));
    }

    /// Tells the changes noticed among these paths.
    void tellAll(Iterable<NodePath> paths) {
        for (NodePath path : paths) {
            tell(path);
        }
    }

    /// Tells every change noticed.
    void tellAll() {
        tellAll(List.copyOf(noticed));
        if (past.isPresent()) {
            lag();
        }
    }

    void lag() {
        past = Optional.of(engine.tree().within(NodePath.ROOT));
        fresh.clear();
    }

    void catchUp() {
        past = Optional.empty();
    }

    private void tell(NodePath path) {
        if (!noticed.remove(path)) {
            return;
        }
        fresh.add(path);
        Optional<Versioned> entry = engine.tree().read(path);
        if (entry.isEmpty()) {
            if (told.remove(path) != null) {
                send(new CoordinationEvent.Gone(path));
            }
        } else if (told.getOrDefault(path, -1L) < entry.get().modified()) {
            told.put(path, entry.get().modified());
            send(new CoordinationEvent.Changed(path, entry.get()));
        }
    }

    void mirror(NodePath subtree) {
        if (mirrors.add(subtree) && connected) {
            tellAll();
            show(subtree);
        }
    }

    private void show(NodePath subtree) {
        SortedMap<NodePath, Versioned> entries = past.map(before -> asOf(before, subtree))
                .orElseGet(() -> engine.tree().within(subtree));
        entries.forEach((path, entry) -> told.put(path, entry.modified()));
        send(new CoordinationEvent.Snapshot(subtree, entries));
    }

    /// A peer that lags shows a client that comes back what was so before, but for what the client knows already.
    private SortedMap<NodePath, Versioned> asOf(SortedMap<NodePath, Versioned> before, NodePath subtree) {
        SortedMap<NodePath, Versioned> now = engine.tree().within(subtree);
        TreeSet<NodePath> paths = new TreeSet<>(now.keySet());
        before.keySet().stream().filter(path -> path.isWithin(subtree)).forEach(paths::add);
        TreeMap<NodePath, Versioned> shown = new TreeMap<>();
        for (NodePath path : paths) {
            Versioned entry = fresh.contains(path) ? now.get(path) : before.get(path);
            if (entry != null) {
                shown.put(path, entry);
            }
            if (!Objects.equals(entry, now.get(path))) {
                noticed.add(path);
            }
        }
        return shown;
    }

    void elected() {
        if (connected) {
            believesItLeads = true;
            send(new CoordinationEvent.Elected());
        }
    }

    void deposed() {
        if (believesItLeads) {
            believesItLeads = false;
            send(new CoordinationEvent.Deposed());
        }
    }

    void disconnect() {
        if (connected) {
            connected = false;
            noticed.clear();
            deposed();
            new ArrayList<>(mirrors).forEach(subtree -> send(new CoordinationEvent.Stale(subtree)));
        }
    }

    void reconnect() {
        if (!connected) {
            connected = true;
            told.clear();
            new ArrayList<>(mirrors).forEach(this::show);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
