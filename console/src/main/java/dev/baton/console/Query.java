package dev.baton.console;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// How a list is looked at; all of it is in the page's address.
///
/// @param sort       name of a column; empty for the list's own order
/// @param descending whether the last comes first
/// @param find       only rows that contain every word of this, in any column; letters in any case
/// @param page       from 1
public record Query(String sort, boolean descending, String find, int page) {

    /// As the list comes.
    public static final Query PLAIN = new Query("", false, "", 1);
    private static final int LONGEST = 100;

    /// Returns what the parameters of an address say; what is missing or senseless is as in [#PLAIN].
    ///
    /// @param parameters each with one value
    public static Query of(Map<String, String> parameters) {
        String find = parameters.getOrDefault("find", "").strip();
        String page = parameters.getOrDefault("page", "1");
        return new Query(parameters.getOrDefault("sort", ""), "desc".equals(parameters.get("order")),
                find.length() > LONGEST ? find.substring(0, LONGEST) : find,
                page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1);
    }

    /// Returns this list sorted by a column; by the same once more, the other way round.
    Query by(String column) {
        return new Query(column, column.equals(sort) && !descending, find, 1);
    }

    Query at(int number) {
        return new Query(sort, descending, find, number);
    }

    /// Returns whether a row with these cells is asked for.
    boolean finds(String cells) {
        if (find.isEmpty()) {
            return true;
        }
        String text = cells.toLowerCase(Locale.ROOT);
        for (String word : find.toLowerCase(Locale.ROOT).split(" +")) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /// Returns the parameters of the address, with the `?`; empty for [#PLAIN].
    @Override
    public String toString() {
        Map<String, String> parts = new LinkedHashMap<>();
        if (!find.isEmpty()) {
            parts.put("find", find);
        }
        if (!sort.isEmpty()) {
            parts.put("sort", sort);
        }
        if (descending) {
            parts.put("order", "desc");
        }
        if (page > 1) {
            parts.put("page", String.valueOf(page));
        }
        return parts.isEmpty() ? "" : parts.entrySet().stream().map(part -> part.getKey() + "="
                + Paths.encoded(part.getValue())).collect(Collectors.joining("&", "?", ""));
    }
}
