package dev.baton.cli.command;

import dev.baton.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What a verb finds around it.
///
/// @param environment of the process
/// @param directory   against which file names are read
/// @param election    how long to ask again while no node leads
public record Session(Terminal terminal, Map<String, String> environment, Path directory, Duration election) {}
