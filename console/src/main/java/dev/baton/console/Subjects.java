package dev.baton.console;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;

/// Pages of what events are about.
final class Subjects {

    private Subjects() {}

    /// Returns the page of a group, node or run of that name; empty when there is none.
    static String href(Known known, String name) {
        try {
            if (known.image().groups().containsKey(new GroupId(name))) {
                return Paths.group(new GroupId(name));
            }
            if (known.image().nodes().containsKey(new NodeId(name))) {
                return Paths.node(new NodeId(name));
            }
        } catch (IllegalArgumentException noName) {
            return "";
        }
        return known.runs().stream().filter(run -> run.run().value().equals(name)).findFirst()
                .map(run -> Paths.run(run.run())).orElse("");
    }
}
