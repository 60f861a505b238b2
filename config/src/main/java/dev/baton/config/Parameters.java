package dev.baton.config;

import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `{name}` in the files of kinds: a group's parameter, or `{group}`, its name. Braces around anything that is no
/// plain word
/// are left alone, so that shell text needs no escaping.
final class Parameters {

    private static final Pattern WORD = Pattern.compile("(?<!\\$)\\{([a-z][a-z0-9-]*)}");

    private Parameters() {}

    /// Returns the text with every parameter replaced by its value; one that the group does not have is a mistake.
    static String fill(Field where, String text, SortedMap<String, String> values) {
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
