package dev.baton.config;

import dev.baton.core.model.Resource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/// Judges what a resource hands to its agent by what the agent says that it takes.
final class AgentParameters {

    /// The functions that all agents share take these, and no agent names them (`ocf-shellfuncs`).
    private static final Set<String> OF_ALL = Set.of("trace_ra", "trace_file");
    private static final Set<String> YES_OR_NO = Set.of("yes", "no", "true", "false", "on", "off", "1", "0", "y", "n",
            "t", "f", "ja", "nein");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private AgentParameters() {}

    /// Notes a mistake for each parameter that the agent does not have, does not get, or cannot read.
    ///
    /// @param group    whose values are filled in
    /// @param resource in the file of its kind
    /// @param filled   what the agent gets
    static void judge(Field group, Field resource, String type, AgentMetaData agent,
            SortedMap<String, String> filled) {
        Map<String, Field> given = resource.find("with").map(Field::entries).orElse(Map.of());
        given.forEach((name, field) -> {
            AgentMetaData.Parameter known = agent.parameters().get(name);
            if (known != null) {
                String value = filled.getOrDefault(name, "");
                boolean fits = !filled.containsKey(name) || fits(known.content(), value);
                if (!fits) {
                    (field.text().equals(value) ? field : group).mistake("`" + name + "` of " + type + " is "
                            + words(known.content()) + ", not '" + value + "'");
                }
            } else if (!OF_ALL.contains(name)) {
                field.mistake(type + " has no parameter `" + name + "`; it has: "
                        + String.join(", ", agent.parameters().keySet()));
            }
        });
        agent.parameters().forEach((name, parameter) -> {
            boolean there = !filled.getOrDefault(name, "").isEmpty() || filled.containsKey(name + Resource.FROM_FILE);
            if (parameter.required() && !there) {
                (given.containsKey(name) ? group : resource).mistake(type + " needs the parameter `" + name + "`");
            }
        });
    }

    private static boolean fits(AgentMetaData.Content content, String value) {
        return value.isEmpty() || switch (content) {
            case STRING -> true;
            case BOOLEAN -> YES_OR_NO.contains(value.toLowerCase(Locale.ROOT));
            case INTEGER -> WHOLE.matcher(value).matches();
        };
    }

    private static String words(AgentMetaData.Content content) {
        return switch (content) {
            case STRING -> "any text";
            case BOOLEAN -> "yes or no";
            case INTEGER -> "a whole number";
        };
    }
}
