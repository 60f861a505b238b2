package dev.baton.cli.command;

import dev.baton.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;

/// What a verb finds around it.
///
/// @param environment of the process
/// @param directory   against which file names are read
public record Session(Terminal terminal, Map<String, String> environment, Path directory) {}
