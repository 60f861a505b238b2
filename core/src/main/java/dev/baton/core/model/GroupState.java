package dev.baton.core.model;

/// How a group is, seen from outside; derived from claim, reports and placement, never stored.
public sealed interface GroupState {

    /// Returns the state as screens print it.
    String word();

    /// Every resource runs.
    record Online() implements GroupState {
        @Override
        public String word() {
            return "Online";
        }
    }

    /// Some resources run, the others are offline by order.
    record Partial() implements GroupState {
        @Override
        public String word() {
            return "Partial";
        }
    }

    /// Nothing runs, by order.
    record Offline() implements GroupState {
        @Override
        public String word() {
            return "Offline";
        }
    }

    /// On its way.
    record Pending() implements GroupState {
        @Override
        public String word() {
            return "Pending";
        }
    }

    /// It should run and does not.
    ///
    /// @param reason for people
    record Failed(String reason) implements GroupState {
        @Override
        public String word() {
            return "Failed";
        }
    }
}
