package dev.baton.core.model;

import java.util.Collection;
import java.util.stream.Collectors;

/// Why a request of a person is refused.
public sealed interface RequestReason extends Reason {

    record Unknown(String what, String name, Collection<String> known) implements RequestReason {
        @Override
        public String rule() {
            return "names must be defined";
        }

        @Override
        public String facts() {
            return "there is no " + what + " '" + name + "'";
        }

        @Override
        public String wayOut() {
            return known.isEmpty() ? "define one first"
                    : "known: " + known.stream().sorted().collect(Collectors.joining(", "));
        }
    }

    record AlreadyThere(GroupId group, NodeId node) implements RequestReason {
        @Override
        public String rule() {
            return "a move goes to another node";
        }

        @Override
        public String facts() {
            return group + " is on " + node + " already";
        }

        @Override
        public String wayOut() {
            return "name another node";
        }
    }

    record RunIsOn(RunId run, String what) implements RequestReason {
        @Override
        public String rule() {
            return "law 10, frozen during a run";
        }

        @Override
        public String facts() {
            return what + " while run " + run + " is on";
        }

        @Override
        public String wayOut() {
            return "wait for its end, or: baton upgrade abort";
        }
    }

    record ClusterMoved(String planned, String now) implements RequestReason {
        @Override
        public String rule() {
            return "what was shown is what runs";
        }

        @Override
        public String facts() {
            return "the plan was made for a cluster where " + planned + "; now " + now;
        }

        @Override
        public String wayOut() {
            return "plan again: baton plan";
        }
    }

    record NotSo(String rule, String facts, String wayOut) implements RequestReason {}
}
