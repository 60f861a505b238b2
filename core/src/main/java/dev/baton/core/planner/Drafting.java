package dev.baton.core.planner;

/// What planning came to before a report is written: a plan, or that there is none.
public sealed interface Drafting permits Draft, Planning.Infeasible {}
