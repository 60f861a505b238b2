package dev.baton.config;

import dev.baton.core.model.Amounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Reads amounts. Of many nodes and groups most name the same ones, which are the same object then. Thread-safe.
final class AmountsReader {
    private final Map<List<String>, Amounts> known = new ConcurrentHashMap<>();

    /// Returns the amounts that the field of that name below this one names; none where there is none. Notes mistakes.
    Amounts read(Field field, String name) {
        Optional<Field> list = field.find(name);
        if (list.isEmpty()) {
            return Amounts.NONE;
        }
        List<String> words = list.get().words();
        Amounts amounts = known.get(words);
        if (amounts != null) {
            return amounts;
        }
        Optional<Amounts> plain = faultless(words);
        plain.ifPresent(it -> known.put(words, it));
        return plain.orElseGet(() -> byFields(list.get()));
    }

    /// @param words each name followed by its amount
    private static Optional<Amounts> faultless(List<String> words) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        try {
            for (int i = 0; i + 1 < words.size(); i += 2) {
                amounts.put(Amounts.name(words.get(i)), amount(words.get(i + 1)));
            }
            return 2 * amounts.size() == words.size() ? Optional.of(new Amounts(amounts)) : Optional.empty();
        } catch (IllegalArgumentException wrong) {
            // It is said where it stands.
            return Optional.empty();
        }
    }

    private static Amounts byFields(Field list) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        for (Map.Entry<String, Field> amount : list.entries().entrySet()) {
            long number = amount.getValue().as(AmountsReader::amount, 0L);
            String known = amount.getValue().named(amount.getKey(), Amounts::name, "");
            if (!known.isEmpty()) {
                amounts.put(known, number);
            }
        }
        return new Amounts(amounts);
    }

    private static long amount(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 12;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new IllegalArgumentException("expected a whole number from 0 to " + Amounts.MOST + ", not '" + text
                    + "'");
        }
        return Long.parseLong(text);
    }
}
