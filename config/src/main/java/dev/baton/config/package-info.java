/// Reads cluster.yaml and upgrade.yaml into core values; errors name file, line and field.
@NullMarked
package dev.baton.config;

import org.jspecify.annotations.NullMarked;
