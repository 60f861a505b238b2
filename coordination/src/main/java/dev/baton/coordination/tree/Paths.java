package dev.baton.coordination.tree;

import dev.baton.coordination.NodePath;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import java.util.List;
import java.util.Locale;

/// Where everything is. The only place that knows the shape of the tree:
///
/// ```
/// /baton/cluster                        Settings
/// /baton/level                          ClusterLevel; its version is checked by every join
/// /baton/controller                     ControllerRecord: the version checked by every write of a leader
/// /baton/votes                          VotesRecord
/// /baton/kinds/K                        Kind
/// /baton/nodes/N                        NodeDefinition
/// /baton/nodes/N/facts                  NodeFacts, written by N's agent
/// /baton/nodes/N/holds                  Holds; its version is checked by every claim of N
/// /baton/nodes/N/fenced                 FenceRecord: which boot of N is surely over
/// /baton/heartbeats/N                   Heartbeat, written by N's agent, or DEAD by the leader
/// /baton/groups/G                       GroupDefinition
/// /baton/groups/G/intent                Intent
/// /baton/groups/G/placement             Placement: the only order about a group
/// /baton/groups/G/format                Format
/// /baton/groups/G/failures              FailureRecord
/// /baton/groups/G/reports/N             Report, written by N's agent on change
/// /baton/groups/G/clients               ClientWatch, while a run is on
/// /baton/groups/G/clients/seen          ClientsSeen, written by that node's agent on change
/// /baton/claims/G                       Claim
/// /baton/jobs/N/J                       JobOrder, written by the leader
/// /baton/results/N/J                    JobResult, written by N's agent
/// /baton/runs/R                         RunRecord
/// /baton/runs/R/journal/S               a segment of the run's journal
/// /baton/blobs/D                        nothing; "ahead" while no record names the document yet
/// /baton/blobs/D/I                      piece I of a document under the digest of all: JSON, packed where it is long
/// /baton/configurations/N               ConfigurationRecord: what was applied, its document among the blobs
/// /baton/events/S                       a segment of the event log
/// /baton/tokens/T                       JoinOffer
/// /baton/hooks                          HooksRecord
/// ```
public final class Paths {

    public static final NodePath ROOT = new NodePath("/baton");
    public static final NodePath CLUSTER = ROOT.child("cluster");
    public static final NodePath LEVEL = ROOT.child("level");
    public static final NodePath CONTROLLER = ROOT.child("controller");
    public static final NodePath VOTES = ROOT.child("votes");
    public static final NodePath KINDS = ROOT.child("kinds");
    public static final NodePath NODES = ROOT.child("nodes");
    public static final NodePath HEARTBEATS = ROOT.child("heartbeats");
    public static final NodePath GROUPS = ROOT.child("groups");
    public static final NodePath CLAIMS = ROOT.child("claims");
    public static final NodePath JOBS = ROOT.child("jobs");
    public static final NodePath RESULTS = ROOT.child("results");
    public static final NodePath RUNS = ROOT.child("runs");
    public static final NodePath BLOBS = ROOT.child("blobs");
    public static final NodePath CONFIGURATIONS = ROOT.child("configurations");
    public static final NodePath EVENTS = ROOT.child("events");
    public static final NodePath TOKENS = ROOT.child("tokens");
    public static final NodePath HOOKS = ROOT.child("hooks");

    /// Directories that exist from the first day, parents before children.
    public static final List<NodePath> DIRECTORIES =
            List.of(ROOT, KINDS, NODES, HEARTBEATS, GROUPS, CLAIMS, JOBS, RESULTS, RUNS, BLOBS, CONFIGURATIONS,
                    EVENTS, TOKENS);

    private Paths() {}

    public static NodePath kind(KindId kind) {
        return KINDS.child(kind.value());
    }

    public static NodePath node(NodeId node) {
        return NODES.child(node.value());
    }

    public static NodePath facts(NodeId node) {
        return node(node).child("facts");
    }

    public static NodePath holds(NodeId node) {
        return node(node).child("holds");
    }

    public static NodePath fenced(NodeId node) {
        return node(node).child("fenced");
    }

    public static NodePath heartbeat(NodeId node) {
        return HEARTBEATS.child(node.value());
    }

    public static NodePath group(GroupId group) {
        return GROUPS.child(group.value());
    }

    public static NodePath intent(GroupId group) {
        return group(group).child("intent");
    }

    public static NodePath placement(GroupId group) {
        return group(group).child("placement");
    }

    public static NodePath format(GroupId group) {
        return group(group).child("format");
    }

    public static NodePath failures(GroupId group) {
        return group(group).child("failures");
    }

    public static NodePath reports(GroupId group) {
        return group(group).child("reports");
    }

    public static NodePath report(GroupId group, NodeId node) {
        return reports(group).child(node.value());
    }

    public static NodePath clients(GroupId group) {
        return group(group).child("clients");
    }

    public static NodePath clientsSeen(GroupId group) {
        return clients(group).child("seen");
    }

    /// Returns whether the entry is about those in the place of a group's clients.
    public static boolean isOfClients(NodePath path) {
        List<String> at = path.segments();
        return at.size() > 3 && at.get(3).equals("clients") && path.isWithin(GROUPS);
    }

    public static NodePath claim(GroupId group) {
        return CLAIMS.child(group.value());
    }

    public static NodePath jobs(NodeId node) {
        return JOBS.child(node.value());
    }

    public static NodePath job(NodeId node, JobId job) {
        return jobs(node).child(job.value());
    }

    public static NodePath results(NodeId node) {
        return RESULTS.child(node.value());
    }

    public static NodePath result(NodeId node, JobId job) {
        return results(node).child(job.value());
    }

    public static NodePath run(RunId run) {
        return RUNS.child(run.value());
    }

    public static NodePath journal(RunId run) {
        return run(run).child("journal");
    }

    /// Returns the segment of a run's journal; numbers sort as text.
    public static NodePath journalSegment(RunId run, int segment) {
        return journal(run).child(String.format(Locale.ROOT, "%06d", segment));
    }

    public static NodePath blob(String digest) {
        return BLOBS.child(digest);
    }

    /// Returns one piece of a document; numbers sort as text.
    public static NodePath piece(String digest, int piece) {
        return blob(digest).child(String.format(Locale.ROOT, "%06d", piece));
    }

    /// Returns the record of a configuration that was applied; numbers sort as text.
    public static NodePath configuration(long number) {
        return CONFIGURATIONS.child(String.format(Locale.ROOT, "%012d", number));
    }

    public static NodePath token(String token) {
        return TOKENS.child(token);
    }

    /// Returns a segment of the event log; numbers sort as text.
    public static NodePath eventSegment(long segment) {
        return EVENTS.child(String.format(Locale.ROOT, "%012d", segment));
    }
}
