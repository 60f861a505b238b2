package dev.baton.coordination.tree;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.lines;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import java.util.TreeMap;

/// One event a line: `+<path> <content>` an entry is written, `-<path>` it is gone, `=<path>` the subtree comes anew.
class TreeMirrorFuzzTest {

    private final TreeMap<NodePath, Versioned> tree = new TreeMap<>();
    private final TreeMirror mirror = new TreeMirror();
    private long modified;

    @FuzzTest
    void whatever_the_entries_say_the_image_is_that_of_the_entries_alone(byte[] input) {
        tree.clear();
        mirror.on(snapshot(NodePath.ROOT));
        for (String line : lines(input)) {
            if (!line.isEmpty()) {
                String[] words = line.substring(1).split(" ", 2);
                read(IllegalArgumentException.class, () -> new NodePath(words[0])).ifPresent(path ->
                        happens(line.charAt(0), path, words.length < 2 ? "" : words[1]));
            }
        }
        TreeMirror fresh = new TreeMirror();
        fresh.on(snapshot(NodePath.ROOT));
        same(withoutRevision(mirror), withoutRevision(fresh));
        holds(tree.keySet().containsAll(mirror.malformed().keySet()), "an entry that is not there is malformed");
        holds(mirror.malformed().keySet().containsAll(fresh.malformed().keySet()), "a malformed entry is not named");
        mirror.image().groups().values().forEach(GroupImage::state);
    }

    private void happens(char what, NodePath path, String content) {
        switch (what) {
            case '+' -> {
                Versioned entry = new Versioned(Bytes.of(content), 0, ++modified);
                tree.put(path, entry);
                mirror.on(new CoordinationEvent.Changed(path, entry));
            }
            case '-' -> {
                tree.remove(path);
                mirror.on(new CoordinationEvent.Gone(path));
            }
            case '=' -> mirror.on(snapshot(path));
            default -> { }
        }
    }

    private CoordinationEvent.Snapshot snapshot(NodePath subtree) {
        TreeMap<NodePath, Versioned> within = new TreeMap<>(tree);
        within.keySet().removeIf(path -> !path.isWithin(subtree));
        return new CoordinationEvent.Snapshot(subtree, within);
    }

    private static ClusterImage withoutRevision(TreeMirror of) {
        return of.image().withRevision(0);
    }
}
