package dev.baton.agent.simulated;

import java.time.Duration;
import java.util.SortedMap;

/// What commands do on a simulated machine.
@FunctionalInterface
public interface Commands {

    /// How a command goes.
    ///
    /// @param takes     how long; the process of a resource goes on for ever unless its status is another than 0
    /// @param status    its exit status
    /// @param output    what it prints
    /// @param processes how many processes it is
    /// @param stubborn  whether it ends only when it is killed
    /// @param effect    what has happened when it ends by itself
    /// @param end       told when it has ended, however; not when its machine died
    record Course(Duration takes, int status, String output, int processes, boolean stubborn, Runnable effect,
            Runnable end) {

        /// Returns a command without anybody who is told of its end.
        public Course(Duration takes, int status, String output, int processes, boolean stubborn, Runnable effect) {
            this(takes, status, output, processes, stubborn, effect, () -> { });
        }

        /// Returns a command that is one process, and ends when it is asked to.
        public Course(Duration takes, int status, String output, Runnable effect) {
            this(takes, status, output, 1, false, effect);
        }

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
