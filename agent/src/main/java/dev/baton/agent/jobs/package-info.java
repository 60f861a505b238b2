/// Jobs that the leader orders: installs, tests, backups, conversions, restarts. Journal first: that a job was begun is
/// durable here before its effect, its result before it is told; a job is never done twice.
///
/// Pure. Depends on `ownership`, `facts`, `lease` and `loop`.
@NullMarked
package dev.baton.agent.jobs;

import org.jspecify.annotations.NullMarked;
