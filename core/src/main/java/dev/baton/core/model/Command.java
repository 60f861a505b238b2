package dev.baton.core.model;

/// A command line for the node's shell, as an operator wrote it. It is run with the group's, node's and run's names in
/// its environment (`BATON_NODE`, `BATON_GROUP`, `BATON_EPOCH`, `BATON_RESOURCE`, `BATON_FROM`, `BATON_TO`; of a backup
/// `BATON_FORMAT` and `BATON_BACKUP`).
///
/// @param line not blank
public record Command(String line) {

    /// @throws IllegalArgumentException if the line is blank
    public Command {
        if (line.isBlank()) {
            throw new IllegalArgumentException("a command is empty");
        }
    }

    /// Returns a word of the shell that means the text itself, whatever is in it.
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return line;
    }
}
