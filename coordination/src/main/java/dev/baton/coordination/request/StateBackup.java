package dev.baton.coordination.request;

import dev.baton.coordination.Sha256;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Holds;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Intent;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Unmanaged;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that a cluster must not lose, as one file. What is true only at the moment (claims, heartbeats, reports, runs)
/// is left out, and so are the holds of runs: restoring them would state what is not so.
///
/// @param document always [#KIND], so that another file is not mistaken for one
/// @param digest   of everything else: whether the file is as it was written
/// @param at       wall-clock time
/// @param intents  what operators want of each group
/// @param formats  of each group's data
/// @param owners   who had each group
/// @param holds    of people, by node
/// @param unmanaged who said of which group that it is only observed
public record StateBackup(String document, String digest, Instant at, ClusterDocument configuration,
        SortedMap<GroupId, Intent> intents, SortedMap<GroupId, Format> formats, SortedMap<GroupId, NodeId> owners,
        SortedMap<NodeId, Holds> holds, SortedMap<GroupId, Unmanaged> unmanaged) {

    /// What such a document says of itself.
    public static final String KIND = "baton backup 1";

    public StateBackup {
        intents = Collections.unmodifiableSortedMap(new TreeMap<>(intents));
        formats = Collections.unmodifiableSortedMap(new TreeMap<>(formats));
        owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
        holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
        unmanaged = Collections.unmodifiableSortedMap(new TreeMap<>(unmanaged));
    }

    /// Returns the backup of a cluster.
    public static StateBackup of(ClusterImage image, Instant at) {
        TreeMap<GroupId, Intent> intents = new TreeMap<>();
        TreeMap<GroupId, Format> formats = new TreeMap<>();
        TreeMap<GroupId, NodeId> owners = new TreeMap<>();
        TreeMap<GroupId, Unmanaged> unmanaged = new TreeMap<>();
        image.groups().values().forEach(group -> {
            intents.put(group.id(), group.intent());
            formats.put(group.id(), group.format());
            group.placement().owner().ifPresent(owner -> owners.put(group.id(), owner));
            group.placement().unmanaged().ifPresent(how -> unmanaged.put(group.id(), how));
        });
        TreeMap<NodeId, Holds> holds = new TreeMap<>();
        image.nodes().values().forEach(node -> {
            List<Hold> kept = node.holds().values().stream().filter(hold -> !hold.ofRun()).toList();
            if (!kept.isEmpty()) {
                holds.put(node.id(), new Holds(kept));
            }
        });
        return new StateBackup(KIND, "", at, ClusterDocument.of(image), intents, formats, owners, holds, unmanaged)
                .signed();
    }

    private StateBackup signed() {
        return withDigest(Sha256.of(Json.text(withDigest(""))));
    }

    private StateBackup withDigest(String of) {
        return new StateBackup(document, of, at, configuration, intents, formats, owners, holds, unmanaged);
    }

    /// Returns whether the document is a backup, and as it was written.
    public boolean whole() {
        return document.equals(KIND) && digest.equals(signed().digest());
    }
}
