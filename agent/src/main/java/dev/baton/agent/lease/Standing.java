package dev.baton.agent.lease;

import dev.baton.core.model.NodeId;
import java.util.ArrayList;
import java.util.List;

/// What this node is in the cluster now; every part of the agent asks it before it acts.
public final class Standing {

    private final NodeId node;
    private final String bootId;
    private final Lease lease;
    private final List<Runnable> waiting = new ArrayList<>();
    private long incarnation;
    private boolean member;
    private boolean leaving;
    private boolean guarded = true;
    private int heartbeat;
    private boolean beaten;

    Standing(NodeId node, String bootId, Lease lease) {
        this.node = node;
        this.bootId = bootId;
        this.lease = lease;
    }

    /// Returns whose agent this is.
    public NodeId node() {
        return node;
    }

    /// Returns which boot of the machine this is.
    public String bootId() {
        return bootId;
    }

    /// Returns which life of the agent takes part, or took part last.
    public long incarnation() {
        return incarnation;
    }

    /// Returns the lease.
    public Lease lease() {
        return lease;
    }

    /// Returns whether this incarnation has joined and was not declared dead, as far as is known here.
    public boolean member() {
        return member;
    }

    /// Returns whether the daemon is to end for good.
    public boolean leaving() {
        return leaving;
    }

    /// Returns whether something may be started now, under a claim.
    public boolean mayStart() {
        return member && lease.runs();
    }

    /// Returns whether a group may be claimed now.
    public boolean mayClaim() {
        return mayStart() && !leaving && guarded;
    }

    /// The guard is lost: what runs here goes on, nothing more is taken.
    public void unguarded() {
        guarded = false;
    }

    /// Returns the version of this incarnation's last committed heartbeat: a write that checks it takes effect only
    /// while this incarnation has not been declared dead. While another heartbeat is under way the write would be
    /// refused, or, made for the version to come, take effect beside a declaration of death that has the same version:
    /// whoever checks it waits, see [#onceBeaten].
    public int heartbeat() {
        return heartbeat;
    }

    /// Returns whether no heartbeat is under way.
    public boolean beaten() {
        return beaten;
    }

    /// Has something done once the heartbeat that is under way is answered; never, when this incarnation is over.
    public void onceBeaten(Runnable then) {
        waiting.add(then);
    }

    void beating() {
        beaten = false;
    }

    void beats(int version) {
        heartbeat = version;
        beaten = true;
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }

    void is(long life) {
        incarnation = life;
    }

    void joined() {
        member = true;
    }

    void out() {
        member = false;
        waiting.clear();
    }

    void leave() {
        leaving = true;
    }
}
