/// The cluster as seen from a shell: where its nodes answer ([Endpoints]) and what they say ([ApiClient]).
///
/// The only package of the command that opens connections. Depends on what goes over the wire and on `cli.terminal`,
/// whose failures it throws.
@NullMarked
package dev.baton.cli.api;

import org.jspecify.annotations.NullMarked;
