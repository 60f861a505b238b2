package dev.baton.coordination.tree;

import java.time.Instant;

/// That one machine may join, once, before a time. What it needs for that is sealed with the key of the token, which
/// the cluster does not have.
///
/// @param sealed  secret, voters and timings, encrypted
/// @param expires wall-clock time of the leader
/// @param by      who offered it
public record JoinOffer(String sealed, Instant expires, String by) {}
