package dev.baton.console;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;

/// The addresses of the console: names are safe in them as they are.
public final class Paths {

    /// The first page.
    public static final String HOME = "/console";
    public static final String GROUPS = HOME + "/groups";
    public static final String NODES = HOME + "/nodes";
    public static final String KINDS = HOME + "/kinds";
    public static final String UPGRADES = HOME + "/upgrades";
    public static final String EVENTS = HOME + "/events";
    /// Plans that were made here.
    public static final String PLANS = HOME + "/plans";
    /// Written procedures.
    public static final String PROOFS = HOME + "/proofs";
    /// What can be done with something.
    public static final String MENU = HOME + "/menu";
    /// Asks whether, then does it.
    public static final String ORDERS = HOME + "/orders";
    /// The stream that tells that something changed.
    public static final String CHANGES = HOME + "/changes";
    /// Style, script and icons.
    public static final String STATIC = HOME + "/static";

    private Paths() {}

    /// Returns the page of a group.
    public static String group(GroupId group) {
        return GROUPS + "/" + group;
    }

    /// Returns the page of a node.
    public static String node(NodeId node) {
        return NODES + "/" + node;
    }

    static String kind(KindId kind) {
        return KINDS + "/" + kind;
    }

    static String run(RunId run) {
        return UPGRADES + "/" + run;
    }

    static String plan(String digest) {
        return PLANS + "/" + digest;
    }

    static String menu(String what, String name) {
        return MENU + "?" + what + "=" + name;
    }
}
