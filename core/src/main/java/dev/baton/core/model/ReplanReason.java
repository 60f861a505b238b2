package dev.baton.core.model;

import java.time.Duration;

/// Why a run does not take a new plan by itself, although the plan is proved: it goes beyond what the operator accepted
/// with the plan before. A person may approve it.
public sealed interface ReplanReason extends Reason {

    @Override
    default String wayOut() {
        return "";
    }

    /// @param planned    outages of the group in the new plan
    /// @param left       outages of the group that the old plan still had
    /// @param failedOver whether the group was led elsewhere than the old plan had it; then one more is expected
    record MoreOutages(GroupId group, int planned, int left, boolean failedOver) implements ReplanReason {
        @Override
        public String rule() {
            return "no more outages than were accepted";
        }

        @Override
        public String facts() {
            return group + " would have " + planned + (planned == 1 ? " outage" : " outages")
                    + " more; the plan before had " + left + " left for it"
                    + (failedOver ? ", and one more is expected since it failed over"
                    : ", and it has not failed over");
        }
    }

    /// @param soFar    how long the group has had no takeover target in this run
    /// @param planned  how long it would have none in the new plan
    /// @param accepted how long the operator accepts
    record MoreExposure(GroupId group, Duration soFar, Duration planned, Duration accepted) implements ReplanReason {
        @Override
        public String rule() {
            return "law 4, cover";
        }

        @Override
        public String facts() {
            return group + " was without failover for " + minutes(soFar) + " and would be for " + minutes(planned)
                    + " more; accepted are " + minutes(accepted);
        }

        private static String minutes(Duration time) {
            return time.toMinutes() == 0 ? time.toSeconds() + " s" : (time.toSeconds() + 30) / 60 + " min";
        }
    }

    /// @param step what cannot be undone
    /// @param why  as a sentence without a full stop
    record NewNoReturn(String step, String why) implements ReplanReason {
        @Override
        public String rule() {
            return "no new point of no return";
        }

        @Override
        public String facts() {
            return "the new plan would " + step + ", which cannot be undone (" + why
                    + ") and was not in the plan before";
        }
    }

    /// @param majority whether a majority remains
    record FewerVotes(NodeId node, boolean majority) implements ReplanReason {
        @Override
        public String rule() {
            return "law 5, votes";
        }

        @Override
        public String facts() {
            return "while " + node + " is changed there would be " + (majority ? "no vote to lose" : "no majority")
                    + ", which the plan before did not say";
        }
    }

    /// @param definition such as `group pg1`
    record DefinitionChanged(String definition) implements ReplanReason {
        @Override
        public String rule() {
            return "law 10, frozen during a run";
        }

        @Override
        public String facts() {
            return "the definition of " + definition + " has changed since the plan before was made";
        }
    }

    /// @param outages that the way back costs
    record WayBackOutages(int outages) implements ReplanReason {
        @Override
        public String rule() {
            return "an outage is agreed to before";
        }

        @Override
        public String facts() {
            return "the way back costs " + outages + (outages == 1 ? " outage" : " outages");
        }
    }

    /// @param plans that the run has had
    record TooOften(int plans) implements ReplanReason {
        @Override
        public String rule() {
            return "a run that leaves one plan after the other asks a person";
        }

        @Override
        public String facts() {
            return "this run has had " + plans + " plans already";
        }
    }

    /// @param home where the group was when the run began
    record NotBackHome(GroupId group, NodeId home) implements ReplanReason {
        @Override
        public String rule() {
            return "groups return where they began";
        }

        @Override
        public String facts() {
            return "the new plan would not bring " + group + " back to " + home;
        }
    }
}
