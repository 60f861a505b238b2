package dev.baton.cluster.hooks;

import dev.baton.cluster.api.EventView;
import dev.baton.core.model.Hook;

/// One try to hand an event to a hook.
///
/// @param id   counts the attempts of a controller's life; the outcome comes back under it
/// @param name of the hook
public record Attempt(long id, String name, Hook hook, EventView event) {}
