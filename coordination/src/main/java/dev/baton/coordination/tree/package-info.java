/// The catalogue of the tree: which entry lives where ([Paths]), what it holds (records of this package and of
/// `core.model`), how it is written down ([Json]), and how the tree becomes a `ClusterImage` ([TreeMirror]).
///
/// Every record that only coordination needs is here; what the model knows is stored as the model has it.
@NullMarked
package dev.baton.coordination.tree;

import org.jspecify.annotations.NullMarked;
