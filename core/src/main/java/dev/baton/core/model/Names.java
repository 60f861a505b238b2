package dev.baton.core.model;

/// What may be a name in Baton: short enough for a column, safe in a path and on a command line.
final class Names {

    private static final int LONGEST = 63;

    private Names() {}

    static void check(String value, String what) {
        if (!isName(value)) {
            throw new IllegalArgumentException("'" + value + "' is not the name of " + what
                    + ": 1 to 63 letters, digits, '.', '_' or '-', starting with a letter or digit");
        }
    }

    // Written out: a large cluster has tens of thousands of names, and a pattern is slow until it is optimised.
    private static boolean isName(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (i == 0 || (c != '.' && c != '_' && c != '-'))) {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST;
    }
}
