package dev.baton.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Secrets stand in files of their own, readable by whom it concerns, and never in a configuration: that is shown, kept
/// in a history and backed up. A value `{file: /etc/baton/ipmi}` names such a file; it is read where it is used.
final class Secrets {

    private static final Pattern SOUNDS_SECRET = Pattern.compile(".*(passw|passphrase|secret|token|private_?key).*");

    private Secrets() {}

    /// Returns the file that the value names; empty when it is a plain value.
    static Optional<String> file(Field value) {
        if (!value.isMapping()) {
            return Optional.empty();
        }
        value.only("file");
        return Optional.of(value.need("file").as(Secrets::path, "/dev/null"));
    }

    /// Notes a mistake when a plain value is given for what sounds like a secret, or like a script that prints one.
    static void refuseLiteral(String name, Field value) {
        String word = name.toLowerCase(Locale.ROOT);
        if (SOUNDS_SECRET.matcher(word).matches() && !word.endsWith("_script")) {
            value.mistake("a secret is not written into this file; name a file with it: {file: /etc/baton/" + word
                    + "}");
        }
    }

    private static String path(String text) {
        if (!text.startsWith("/") || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("'" + text + "' is no absolute path");
        }
        return text;
    }
}
