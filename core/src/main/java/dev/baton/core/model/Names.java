package dev.baton.core.model;

import java.util.regex.Pattern;

/// What may be a name in Baton: short enough for a column, safe in a path and on a command line.
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Names() {}

    static void check(String value, String what) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not the name of " + what
                    + ": 1 to 63 letters, digits, '.', '_' or '-', starting with a letter or digit");
        }
    }
}
