package dev.baton.core.model;

/// Why a node may not have a group.
public sealed interface PlacementReason extends Reason {

    /// Returns the node that it speaks of.
    NodeId node();

    /// Returns the facts in the few words of a table of candidates, without the node's name.
    String brief();

    @Override
    default String facts() {
        return node() + " " + brief();
    }

    record NotUp(NodeId node, Membership membership) implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, placement";
        }

        @Override
        public String brief() {
            return "is " + membership.word().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public String wayOut() {
            return "start batond on " + node;
        }
    }

    record IsWitness(NodeId node) implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, placement";
        }

        @Override
        public String brief() {
            return "is a witness and runs no groups";
        }

        @Override
        public String wayOut() {
            return "";
        }
    }

    /// The group is outside the cluster's control: nobody knows what runs of it.
    record Detached(NodeId node, GroupId group) implements PlacementReason {
        @Override
        public String rule() {
            return "law 1, single owner";
        }

        @Override
        public String brief() {
            return "may not have " + group + " while that is detached";
        }

        @Override
        public String wayOut() {
            return "let the run attach it, or abort the run: baton upgrade abort";
        }
    }

    /// The group is only observed: it stays where it is.
    ///
    /// @param how who said so, and why
    record Unmanaged(NodeId node, GroupId group, dev.baton.core.model.Unmanaged how) implements PlacementReason {
        @Override
        public String rule() {
            return "law 9, intent is kept";
        }

        @Override
        public String brief() {
            return "may not have " + group + " while that is " + how.text();
        }

        @Override
        public String wayOut() {
            return dev.baton.core.model.Unmanaged.wayOut(group);
        }
    }

    record NotPossible(NodeId node, GroupId group) implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, placement";
        }

        @Override
        public String brief() {
            return "is no possible owner of " + group;
        }

        @Override
        public String wayOut() {
            return "add " + node + " to the possible owners of " + group;
        }
    }

    record Occupied(NodeId node, GroupId other) implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, one group per node";
        }

        @Override
        public String brief() {
            return "runs " + other + "; one group per node (anti-affinity, hard)";
        }

        @Override
        public String wayOut() {
            return "move " + other + " away from " + node + " first";
        }
    }

    /// @param other a group that is there, or is to come there first
    /// @param label that both have
    record KeptApart(NodeId node, GroupId other, Label label) implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, anti-affinity";
        }

        @Override
        public String brief() {
            return "has " + other + ", which is kept apart (" + label + ", hard)";
        }

        @Override
        public String wayOut() {
            return "move " + other + " away from " + node + " first";
        }
    }

    /// @param what  is short
    /// @param needs how much of it the group takes
    /// @param taken how much the others there take
    /// @param has   how much the node has
    record NoRoom(NodeId node, GroupId group, String what, long needs, long taken, long has)
            implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, capacity";
        }

        @Override
        public String brief() {
            return "has " + what + " " + has + ", of which " + taken + (taken == 1 ? " is" : " are") + " taken; "
                    + group + " needs " + needs;
        }

        @Override
        public String wayOut() {
            return needs > has ? "give " + node + " more " + what : "move something away from " + node + " first";
        }
    }

    record Held(NodeId node, Hold hold) implements PlacementReason {
        @Override
        public String rule() {
            return hold.strength() == Hold.Strength.CLOSED
                    ? "law 3, a closed node starts nothing"
                    : "law 9, holds are kept";
        }

        @Override
        public String brief() {
            return "is " + (hold.strength() == Hold.Strength.CLOSED ? "closed" : "paused") + " by " + hold.owner()
                    + ": " + hold.reason();
        }

        @Override
        public String wayOut() {
            return hold.owner().startsWith("run ") ? "wait for the end of " + hold.owner()
                    : "baton node resume " + node;
        }
    }

    /// @param other a group of the same lost node that takes this one
    record TakenBy(NodeId node, GroupId other) implements PlacementReason {
        @Override
        public String rule() {
            return "law 8, one group per node";
        }

        @Override
        public String brief() {
            return "would take " + other + "; one group per node (anti-affinity, hard)";
        }

        @Override
        public String wayOut() {
            return "add a node that can take it";
        }
    }

    /// @param version      of the product on the node
    /// @param ownerVersion of the product where the group is now
    record MixedVersions(NodeId node, GroupId group, ProductId product, String version, String ownerVersion)
            implements PlacementReason {
        @Override
        public String rule() {
            return "failover between versions is not trusted";
        }

        @Override
        public String brief() {
            return "has " + product + " " + version + ", the owner of " + group + " has " + ownerVersion
                    + "; failover between them is not trusted";
        }

        @Override
        public String wayOut() {
            return "bring both nodes to the same version";
        }
    }

    record CannotOpen(NodeId node, GroupId group, ProductId product, String version, Format format)
            implements PlacementReason {
        @Override
        public String rule() {
            return "law 2, fit";
        }

        @Override
        public String brief() {
            return "has " + product + " " + version + ", which cannot open the data of " + group + " (" + format + ")";
        }

        @Override
        public String wayOut() {
            return switch (format) {
                case Format.At(var at) -> "bring " + product + " on " + node + " to a version that opens " + at;
                case Format.Unread _ -> "start " + group + " once, so that its data is read";
                case Format.Converting _ -> "let the conversion of " + group + " end first";
            };
        }
    }
}
