/// What a run did, as a list of facts that is only appended to ([Entry]), and where it stands ([RunState]), which is
/// nothing but those facts folded. What is shown of it is a [RunView].
///
/// Pure. Depends on `core.model` and `core.plan`. Written and read by the runner; read by screens.
@NullMarked
package dev.baton.core.journal;

import org.jspecify.annotations.NullMarked;
