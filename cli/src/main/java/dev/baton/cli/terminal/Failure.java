package dev.baton.cli.terminal;

/// The command ends here, with a sentence and an exit code.
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exit;

    /// @param exit    one of [Exit]
    /// @param message whole sentences, one a line
    public Failure(int exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    /// Returns a failure for wrong words or files.
    public static Failure usage(String message) {
        return new Failure(Exit.USAGE, message);
    }

    /// Returns the exit code.
    public int exit() {
        return exit;
    }

    /// Returns the sentences.
    public String text() {
        return String.valueOf(getMessage());
    }
}
