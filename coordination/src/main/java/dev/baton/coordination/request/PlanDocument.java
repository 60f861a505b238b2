package dev.baton.coordination.request;

import dev.baton.coordination.Sha256;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.Plan;

/// A saved plan: what was shown, with the cluster that it was shown for, so that it can be proved again anywhere.
///
/// @param document always [#KIND], so that another file is not mistaken for one
/// @param digest   of the plan; people call the plan by it
/// @param plan     what a run carries out
/// @param image    the cluster that the plan was made for
public record PlanDocument(String document, String digest, Plan plan, ClusterImage image) {

    /// What such a document says of itself.
    public static final String KIND = "baton plan 1";
    private static final int DIGITS = 7;

    /// Returns the document of a plan.
    public static PlanDocument of(Plan plan, ClusterImage image) {
        return new PlanDocument(KIND, digest(plan), plan, image);
    }

    /// Returns the plan's digest: the first seven hexadecimal digits of the SHA-256 of its JSON.
    public static String digest(Plan plan) {
        return Sha256.ofParts(parts -> PlanText.write(plan, parts)).substring(0, DIGITS);
    }

    /// Returns whether the document is a plan, and the one that its digest names.
    public boolean whole() {
        return document.equals(KIND) && digest.equals(digest(plan));
    }
}
