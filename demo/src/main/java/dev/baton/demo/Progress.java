package dev.baton.demo;

import java.io.PrintStream;
import java.util.function.Consumer;

/// Says what is being done, one line each, with the seconds since the beginning. Safe to use from any thread.
final class Progress implements Consumer<String> {

    private final PrintStream out;
    private final long began = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(String line) {
        out.printf("%5.1f s  %s%n", (System.nanoTime() - began) / 1e9, line);
        out.flush();
    }
}
