package dev.baton.demo;

import dev.baton.core.plan.Preset;
import dev.baton.demo.local.Shape;

/// What the user asked of the demo.
///
/// @param shape  how large the cluster is
/// @param preset what the plan prefers
/// @param once   whether the demo ends after the table
/// @param json   whether the result is one document on standard output
record DemoOptions(Shape shape, Preset preset, boolean once, boolean json) {

    /// @throws IllegalArgumentException naming what is wrong, if no node would stand by
    DemoOptions {
        if (!shape.hasStandby()) {
            throw new IllegalArgumentException(shape.servers() + " virtual servers on " + shape.nodes()
                    + " nodes: take 1 to " + (shape.nodes() - 1) + ", so that one node stands by");
        }
    }
}
