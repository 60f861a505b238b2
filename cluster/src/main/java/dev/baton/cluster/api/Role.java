package dev.baton.cluster.api;

import dev.baton.coordination.request.Request;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a caller may do; each role may do what those before it may.
public enum Role {
    /// Looks, and asks what would be done.
    VIEWER,
    /// Moves, pauses, upgrades: what an operator does all day, and what can be taken back.
    OPERATOR,
    /// Changes what the cluster is, and speaks against its rules.
    ADMINISTRATOR;

    /// Returns its name as people write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the names of all, the least first.
    public static List<String> words() {
        return Stream.of(values()).map(Role::word).toList();
    }

    /// Returns the role of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no role; there are " + String.join(", ", words()));
    }

    /// Returns what a caller must be for this request.
    public static Role neededFor(Request request) {
        return switch (request) {
            case Request.MoveGroup move -> move.waiver().isPresent() ? ADMINISTRATOR : OPERATOR;
            case Request.ResumeNode resume -> resume.waiver().isPresent() ? ADMINISTRATOR : OPERATOR;
            case Request.EndMaintenance end -> end.waiver().isPresent() ? ADMINISTRATOR : OPERATOR;
            case Request.GroupIntent _, Request.ResourceIntent _, Request.UpgradeGroup _, Request.ClearFailure _,
                    Request.UnmanageGroup _, Request.ManageGroup _, Request.RestoreGroup _,
                    Request.PauseNode _, Request.DrainNode _, Request.BeginMaintenance _, Request.StartRun _,
                    Request.ApproveRun _, Request.PauseRun _, Request.ResumeRun _, Request.RollbackRun _,
                    Request.AbortRun _ -> OPERATOR;
            case Request.ApplyConfiguration _, Request.RestoreState _, Request.ConfirmDead _, Request.EvictNode _,
                    Request.LeaveNode _, Request.GiveVote _, Request.TakeVote _, Request.OfferJoin _,
                    Request.Join _, Request.FinalizeLevel _ -> ADMINISTRATOR;
        };
    }
}
