package dev.baton.demo;

import dev.baton.core.plan.Preset;
import dev.baton.demo.local.Shape;

/// What the user asked of the demo.
///
/// @param shape  how large the cluster is
/// @param preset what the plan prefers
/// @param once   whether the demo ends after the table
/// @param json   whether the result is one document on standard output
record DemoOptions(Shape shape, Preset preset, boolean once, boolean json) {}
