package dev.baton.demo.h2;

import dev.baton.core.model.Version;

/// The two versions of H2 between which the demo upgrades. Neither opens the other's files.
public enum H2Version {
    /// The last of its line, of 2019.
    OLD("1.4.200", "1.4"),
    /// The version whose driver the clients use with both servers.
    NEW("2.5.252", "2.5");

    private final String text;
    private final String format;

    H2Version(String text, String format) {
        this.text = text;
        this.format = format;
    }

    /// Returns the version, such as `1.4.200`.
    public String text() {
        return text;
    }

    /// Returns the same as the cluster has it.
    public Version version() {
        return new Version(text);
    }

    /// Returns the format of the files it writes, such as `1.4`.
    public String format() {
        return format;
    }

    /// Returns the name that its jar has where installs take it from.
    public String jarName() {
        return "h2-" + text + ".jar";
    }
}
