package dev.baton.zookeeper;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationEvent;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/// One client's candidature: an ephemeral entry, numbered by the engine; the lowest number leads. The entry's name
/// begins with the session and the number of the candidature, so a creation whose answer was lost is found again, and
/// an entry of a candidature that was given up is removed.
///
/// All is done by looking: list the entries, then take the one step that brings them closer to what is wanted, and look
/// again. Lost answers and lost connections need nothing more.
final class Election {

    /// Digits that ZooKeeper appends to a sequential entry.
    private static final int NUMBER_LENGTH = 10;

    private final Coordination.Listener listener;
    private @Nullable Link link;
    private String session = "";
    private String candidate = "";
    private boolean standing;
    private boolean leading;

    /// Counts up with each resignation.
    private int candidature;

    /// Whether an entry of this client may exist.
    private boolean entered;

    /// Whether a step is under way, and whether to look again after it.
    private boolean busy;
    private boolean again;

    Election(Coordination.Listener listener) {
        this.listener = listener;
    }

    void stand(String name) {
        if (!standing) {
            standing = true;
            candidate = name;
            look();
        }
    }

    /// Gives the candidature up; [#depose] is for the caller to call, when events may be told.
    void resign() {
        if (standing) {
            standing = false;
            candidature++;
            look();
        }
    }

    /// Tells a leader that it leads no longer; without effect for others.
    void depose() {
        if (leading) {
            leading = false;
            listener.on(new CoordinationEvent.Deposed());
        }
    }

    void resume(Link fresh) {
        link = fresh;
        session = Long.toHexString(fresh.session().id());
        busy = false;
        again = false;
        look();
    }

    void suspend() {
        link = null;
        depose();
    }

    /// The entries of the election changed.
    void changed() {
        look();
    }

    private void look() {
        Link now = link;
        if (now == null || (!standing && !entered)) {
            return;
        }
        if (busy) {
            again = true;
            return;
        }
        busy = true;
        now.children(InternalPaths.ELECTION, true, (_, names) -> {
            if (names != null) {
                step(now, names);
            } else {
                rest();
            }
        });
    }

    private void step(Link now, List<String> names) {
        List<String> order = names.stream().sorted(Comparator.comparing(Election::number)).toList();
        List<String> mine = order.stream().filter(name -> name.startsWith(session + "-")).toList();
        List<String> valid = mine.stream().filter(name -> standing && name.startsWith(prefix())).toList();
        String surplus = mine.stream().filter(name -> valid.isEmpty() || !name.equals(valid.getFirst())).findFirst()
                .orElse(null);
        if (surplus != null) {
            now.delete(InternalPaths.ELECTION.child(surplus), (_, _) -> lookAgain());
        } else if (standing && valid.isEmpty()) {
            entered = true;
            depose();
            now.create(InternalPaths.ELECTION.child(prefix()), candidate.getBytes(StandardCharsets.UTF_8),
                    CreateMode.EPHEMERAL_SEQUENTIAL, (code, _) -> created(code));
        } else {
            entered = standing;
            boolean first = standing && order.getFirst().equals(valid.getFirst());
            if (first && !leading) {
                leading = true;
                listener.on(new CoordinationEvent.Elected());
            } else if (!first) {
                depose();
            }
            rest();
        }
    }

    private void created(Code code) {
        if (code == Code.OK) {
            lookAgain();
        } else {
            // A lost connection looks again when it is back; a forbidden tree elects nobody.
            rest();
        }
    }

    private void lookAgain() {
        busy = false;
        look();
    }

    private void rest() {
        busy = false;
        if (again) {
            again = false;
            look();
        }
    }

    private String prefix() {
        return session + "-" + candidature + "-";
    }

    private static String number(String name) {
        return name.substring(Math.max(0, name.length() - NUMBER_LENGTH));
    }
}
