package dev.baton.config;

import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Disks that several machines reach. A machine that falls silent lets go of one by commands, which may take longer
/// than they may; without a fence device nothing else keeps the next machine from mounting it meanwhile. So a file says
/// that this is accepted, or names a device.
final class SharedDisks {

    private static final String ACCEPT = "shared-disks-without-fencing";
    private static final Set<String> AGENTS = Set.of("Filesystem", "LVM", "LVM-activate", "ZFS", "mdraid", "Raid1");
    /// File systems that no two machines can have in common, or that are made to be had in common.
    private static final Set<String> HARMLESS = Set.of("tmpfs", "nfs", "nfs4", "cifs", "glusterfs", "ceph", "gfs2",
            "ocfs2");

    private SharedDisks() {}

    /// Notes a mistake for each group with such a disk where there is no fence device and that is not accepted.
    ///
    /// @param listed the groups of the file
    static void judge(Field file, Field listed, boolean fenced, SortedMap<GroupId, GroupDefinition> groups) {
        Optional<Field> accept = file.find("accept");
        accept.ifPresent(field -> field.only(ACCEPT));
        boolean accepted = accept.flatMap(field -> field.find(ACCEPT)).map(Field::yes).orElse(false);
        // Few files have one; only of these the names are read once more.
        if (fenced || accepted || groups.values().stream().allMatch(group -> disk(group).isEmpty())) {
            return;
        }
        GroupId none = new GroupId("x");
        listed.entries().forEach((name, field) -> {
            GroupDefinition group = groups.get(field.named(name, GroupId::new, none));
            Optional<Resource> disk = group == null ? Optional.empty() : disk(group);
            if (disk.isPresent()) {
                field.mistake(disk.get().id() + " (" + disk.get().type() + ") may be mounted on two machines at once:"
                        + " without a fence device nothing but the speed of its agent keeps the next machine away. Name"
                        + " one under `fencing`, or write accept: {" + ACCEPT + ": yes}");
            }
        });
    }

    private static Optional<Resource> disk(GroupDefinition group) {
        for (Resource resource : group.resources()) {
            if (resource.type().startsWith("ocf:")
                    && AGENTS.contains(resource.type().substring(resource.type().lastIndexOf(':') + 1))
                    && !HARMLESS.contains(resource.with().getOrDefault("fstype", ""))) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }
}
