package dev.baton.config;

import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `{name}` in the files of kinds: a group's parameter, or `{group}`, its name. Braces around anything that is no
/// plain word are left alone, so that shell text needs no escaping.
final class Parameters {

    private static final Pattern WORD = Pattern.compile("(?<!\\$)\\{([a-z][a-z0-9-]*)}");

    /// Linux takes no longer argument (MAX_ARG_STRLEN, execve(2)), and the tree no longer entry than half of it.
    private static final int LONGEST = 32 * 1024;

    private Parameters() {}

    /// Returns a name that a parameter may have.
    ///
    /// @throws IllegalArgumentException if it may not
    static String name(String text) {
        if (!text.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("'" + text + "' is no name of a parameter: lower-case letters, digits "
                    + "and dashes, starting with a letter");
        }
        return text;
    }

    /// Returns the text with every parameter replaced by its value; one that the group does not have is a mistake.
    static String fill(Field where, String text, SortedMap<String, String> values) {
        int longest = values.values().stream().mapToInt(String::length).max().orElse(0);
        long uses = text.chars().filter(character -> character == '{').count();
        if (text.length() + uses * longest > LONGEST) {
            where.mistake("with its parameters this would be longer than " + LONGEST + " characters: "
                    + text.substring(0, Math.min(text.length(), 40)) + "...");
            return "";
        }
        return replace(text, name -> {
            String value = values.get(name);
            if (value == null) {
                where.mistake("uses {" + name + "}, which is no parameter of the kind");
                return "";
            }
            return value;
        });
    }

    /// Returns the text with every parameter replaced by the environment variable that carries it.
    static String toEnvironment(String text) {
        return replace(text, name -> name.equals("group") ? "${BATON_GROUP}" : "${" + variable(name) + "}");
    }

    /// Returns the name of the variable that carries a parameter.
    static String variable(String parameter) {
        return "BATON_WITH_" + parameter.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }

    private static String replace(String text, UnaryOperator<String> value) {
        return WORD.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value.apply(match.group(1))));
    }
}
