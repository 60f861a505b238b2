package dev.baton.core.model;

import java.util.Collection;
import java.util.stream.Collectors;

/// Why a step of a plan, or the same act by hand, may not be done now.
public sealed interface StepReason extends Reason {

    record NotEmpty(NodeId node, Collection<GroupId> groups) implements StepReason {
        @Override
        public String rule() {
            return "law 3, empty before install";
        }

        @Override
        public String facts() {
            return node + " still has " + groups.stream().map(GroupId::value).collect(Collectors.joining(", "));
        }

        @Override
        public String wayOut() {
            return "move " + groups.stream().map(GroupId::value).collect(Collectors.joining(", ")) + " to another node";
        }
    }

    record NotClosed(NodeId node) implements StepReason {
        @Override
        public String rule() {
            return "law 3, empty before install";
        }

        @Override
        public String facts() {
            return node + " is not closed, so a group could start there meanwhile";
        }

        @Override
        public String wayOut() {
            return "hold " + node + " closed first";
        }
    }

    record OwnerNotUpgraded(GroupId group, NodeId owner, ProductId product, String version, String needed)
            implements StepReason {
        @Override
        public String rule() {
            return "the owner is upgraded before its groups";
        }

        @Override
        public String facts() {
            return group + " is owned by " + owner + ", which has " + product + " " + version + "; " + needed
                    + " is needed";
        }

        @Override
        public String wayOut() {
            return "upgrade " + owner + " first, or move " + group + " to a node that has " + product + " " + needed;
        }
    }

    record MustBeOffline(GroupId group, ResourceId resource, ResourceState state) implements StepReason {
        @Override
        public String rule() {
            return "a conversion needs its resources offline";
        }

        @Override
        public String facts() {
            return "resource " + resource + " of " + group + " is " + state.word();
        }

        @Override
        public String wayOut() {
            return "baton resource offline " + group + " " + resource;
        }
    }

    record MustBeOnline(GroupId group, ResourceId resource, ResourceState state) implements StepReason {
        @Override
        public String rule() {
            return "a conversion needs its resources online";
        }

        @Override
        public String facts() {
            return "resource " + resource + " of " + group + " is " + state.word();
        }

        @Override
        public String wayOut() {
            return "baton resource online " + group + " " + resource;
        }
    }

    record BelowSource(NodeId node, ProductId product, String version, VersionRange from) implements StepReason {
        @Override
        public String rule() {
            return "law 6, source level";
        }

        @Override
        public String facts() {
            return node + " has " + product + " " + version + "; this upgrade starts from " + from;
        }

        @Override
        public String wayOut() {
            return "bring " + product + " on " + node + " to " + from + " first (one hop before this upgrade)";
        }
    }

    /// @param law   its number, 1 to 15
    /// @param name  its name
    record LawBroken(int law, String name, String facts, String wayOut) implements StepReason {
        @Override
        public String rule() {
            return "law " + law + ", " + name;
        }
    }
}
