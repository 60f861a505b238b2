package dev.baton.cli;

/// The command `baton`.
public final class Baton {

    private Baton() {}

    /// Prints how to use the command and ends with 2, wrong usage, unless help was asked for.
    public static void main(String[] arguments) {
        System.out.println("usage: baton VERB ...");
        if (arguments.length == 0 || !arguments[0].equals("--help")) {
            System.exit(2);
        }
    }
}
