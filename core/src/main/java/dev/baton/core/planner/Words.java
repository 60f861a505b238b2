package dev.baton.core.planner;

import java.util.List;

/// Small numbers as people write them.
public final class Words {
    private static final List<String> COUNTS = List.of("no", "one", "two", "three", "four", "five", "six", "seven",
            "eight", "nine", "ten");
    private static final List<String> PLACES = List.of("", "first", "second", "third", "fourth", "fifth", "sixth",
            "seventh", "eighth", "ninth", "tenth");

    private Words() {}

    /// Returns `one`, `two` to `ten`, then digits.
    public static String count(long number) {
        return number >= 0 && number < COUNTS.size() ? COUNTS.get((int) number) : String.valueOf(number);
    }

    /// Returns `first`, `second` to `tenth`, then `11th`.
    public static String place(long number) {
        return number > 0 && number < PLACES.size() ? PLACES.get((int) number) : number + "th";
    }
}
