package dev.baton.console;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import java.nio.charset.StandardCharsets;

/// The addresses of the console: names are safe in them as they are.
public final class Paths {

    /// The first page.
    public static final String HOME = "/console";
    public static final String GROUPS = HOME + "/groups";
    public static final String NODES = HOME + "/nodes";
    public static final String KINDS = HOME + "/kinds";
    public static final String UPGRADES = HOME + "/upgrades";
    /// After the page of a run: its report.
    public static final String REPORT = "report.html";
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
    /// Where a token is shown.
    public static final String LOGIN = HOME + "/login";
    public static final String LOGOUT = HOME + "/logout";
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

    /// Returns the address of a run's report, one file that stands alone.
    static String report(RunId run) {
        return run(run) + "/" + REPORT;
    }

    static String plan(String digest) {
        return PLANS + "/" + digest;
    }

    /// Returns the text as a value in the query of an address (RFC 3986: everything but unreserved characters is
    /// written as bytes of UTF-8 in hexadecimal).
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9')
                    || "-._~".indexOf(one) >= 0;
            encoded.append(plain ? String.valueOf((char) one) : "%%%02X".formatted(one & 0xFF));
        }
        return encoded.toString();
    }

    static String menu(String what, String name) {
        return MENU + "?" + what + "=" + name;
    }
}
