/// What every coordination engine must do, as tests. An engine passes by extending
/// [dev.baton.coordination.contract.CoordinationContract] with its own [dev.baton.coordination.contract.Stage].
@NullMarked
package dev.baton.coordination.contract;

import org.jspecify.annotations.NullMarked;
