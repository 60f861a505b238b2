package dev.baton.agent.testkit;

import java.time.Duration;
import java.util.SortedMap;

/// What commands do on a simulated machine.
@FunctionalInterface
public interface Commands {

    /// How a command goes.
    ///
    /// @param takes  how long
    /// @param status its exit status
    /// @param output what it prints
    /// @param effect what has happened when it ends by itself
    record Course(Duration takes, int status, String output, Runnable effect) {

        /// Returns a command that ends well and prints this.
        public static Course prints(String output) {
            return new Course(Duration.ofMillis(5), 0, output, () -> { });
        }

        /// Returns a command that fails.
        public static Course fails(String output) {
            return new Course(Duration.ofMillis(5), 1, output, () -> { });
        }
    }

    /// Returns how this command line goes now.
    Course course(String line, SortedMap<String, String> environment);
}
