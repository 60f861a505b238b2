/// What a machine is given on its way into a cluster.
@NullMarked
package dev.baton.cli.membership;

import org.jspecify.annotations.NullMarked;
