package dev.baton.agent.lease;

import dev.baton.core.model.NodeId;

/// What this node is in the cluster now; every part of the agent asks it before it acts.
public final class Standing {

    private final NodeId node;
    private final String bootId;
    private final Lease lease;
    private long incarnation;
    private boolean member;
    private boolean leaving;
    private boolean guarded = true;
    private int heartbeat;

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

    /// Returns the version that this node's heartbeat has when a call made now is performed, if all goes well: a write
    /// that checks it takes effect only while this incarnation has not been declared dead.
    public int heartbeat() {
        return heartbeat;
    }

    void beats(int version) {
        heartbeat = version;
    }

    void is(long life) {
        incarnation = life;
    }

    void joined() {
        member = true;
    }

    void out() {
        member = false;
    }

    void leave() {
        leaving = true;
    }
}
