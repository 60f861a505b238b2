package dev.baton.cli;

import java.util.Map;
import java.util.Objects;

/// One example of each verb, for its page of help; each is read as it stands by the verb that it shows.
final class Examples {

    private static final String PLAN = "plan -f upgrade.yaml -o plan.json";
    private static final String REHEARSE = "rehearse plan.json --faults";
    private static final String APPLY = "apply -f cluster.yaml --dry-run";

    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("status", "status --tree --watch"),
            Map.entry("group list", "group list --watch"),
            Map.entry("group show", "group show evs1 --json"),
            Map.entry("group move", "group move evs1 node4 --dry-run"),
            Map.entry("group online", "group online evs1"),
            Map.entry("group offline", "group offline evs1 --yes --wait 2m"),
            Map.entry("group upgrade", "group upgrade evs1 --dry-run"),
            Map.entry("group restore", "group restore evs1 --format 1.4 --dry-run"),
            Map.entry("group clear", "group clear evs1"),
            Map.entry("group unmanage", "group unmanage evs1 --reason \"the disk is copied\""),
            Map.entry("group manage", "group manage evs1"),
            Map.entry("resource list", "resource list evs1"),
            Map.entry("resource online", "resource online evs1 database"),
            Map.entry("resource offline", "resource offline evs1 database"),
            Map.entry("node list", "node list --watch"),
            Map.entry("node show", "node show node1"),
            Map.entry("node pause", "node pause node1 --reason \"new disks\""),
            Map.entry("node drain", "node drain node1 --reason \"new disks\" --dry-run"),
            Map.entry("node resume", "node resume node1"),
            Map.entry("node confirm-dead", "node confirm-dead node3 --reason \"I pulled the plug\""),
            Map.entry("node leave", "node leave node4 --reason \"it goes back\""),
            Map.entry("node evict", "node evict node4 --reason \"it burned\""),
            Map.entry("vote list", "vote list"),
            Map.entry("vote give", "vote give node3"),
            Map.entry("vote take", "vote take node3"),
            Map.entry("maintenance on", "maintenance on node1 node2 --for 2h --reason \"power works\""),
            Map.entry("maintenance off", "maintenance off node1"),
            Map.entry("init", "init --node node1 --address 10.0.0.11"),
            Map.entry("join-token", "join-token --for 30m"),
            Map.entry("join", "join TOKEN --node node2 --address 10.0.0.12"),
            Map.entry("plan", PLAN),
            Map.entry("prove", "prove plan.json --now"),
            Map.entry("rehearse", REHEARSE),
            Map.entry("upgrade plan", "upgrade " + PLAN),
            Map.entry("upgrade prove", "upgrade prove -f upgrade.yaml runbook.txt"),
            Map.entry("upgrade rehearse", "upgrade " + REHEARSE),
            Map.entry("upgrade check", "upgrade check plan.json"),
            Map.entry("upgrade start", "upgrade start plan.json"),
            Map.entry("upgrade watch", "upgrade watch"),
            Map.entry("upgrade status", "upgrade status --json"),
            Map.entry("upgrade report", "upgrade report --format html -o report.html"),
            Map.entry("upgrade approve", "upgrade approve"),
            Map.entry("upgrade pause", "upgrade pause"),
            Map.entry("upgrade resume", "upgrade resume"),
            Map.entry("upgrade rollback", "upgrade rollback --dry-run"),
            Map.entry("upgrade abort", "upgrade abort"),
            Map.entry("drill", "drill --group evs1 --dry-run"),
            Map.entry("finalize", "finalize --dry-run"),
            Map.entry("why", "why evs1"),
            Map.entry("events", "events --follow --kind failover,group-failed"),
            Map.entry("config apply", "config " + APPLY),
            Map.entry("config diff", "config diff -f cluster.yaml"),
            Map.entry("config validate", "config validate -f cluster.yaml"),
            Map.entry("config history", "config history"),
            Map.entry("config rollback", "config rollback 3 --dry-run"),
            Map.entry("config backup", "config backup -o cluster.backup.json"),
            Map.entry("config restore", "config restore -f cluster.backup.json --dry-run"),
            Map.entry("token", "token alice operator"),
            Map.entry("apply", APPLY),
            Map.entry("demo", "demo --once"));

    private Examples() {}

    /// Returns the words of the example after `baton`.
    ///
    /// @throws NullPointerException if there is no such verb
    static String of(String path) {
        return Objects.requireNonNull(ALL.get(path), path);
    }
}
