/// How one resource is started, watched and stopped, behind one seam ([ResourceDriver]) per resource type.
///
/// Pure. Depends on `loop`; knows nothing of claims and leases. Used by `ownership`.
@NullMarked
package dev.baton.agent.resource;

import org.jspecify.annotations.NullMarked;
