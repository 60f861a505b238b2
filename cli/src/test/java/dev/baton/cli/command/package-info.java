/// Tests of what verbs are made of.
@NullMarked
package dev.baton.cli.command;

import org.jspecify.annotations.NullMarked;
