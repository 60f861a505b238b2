package dev.baton.core.model;

/// In which format a group's own data is.
public sealed interface Format {

    /// Nobody has read the data yet: the group has never been started. Its first owner asks the data itself.
    record Unread() implements Format {
        @Override
        public String toString() {
            return "not read yet";
        }
    }

    /// The data is whole, at this version.
    record At(Version version) implements Format {
        @Override
        public String toString() {
            return version.toString();
        }
    }

    /// A conversion was begun and its end is not known to be committed; nothing may start the group.
    ///
    /// @param job the conversion
    record Converting(Version from, Version to, JobId job) implements Format {
        @Override
        public String toString() {
            return from + " -> " + to + " (converting)";
        }
    }
}
