package dev.baton.core.rules;

import java.util.Arrays;

/// A few numbers, in no order. Not thread-safe.
final class Bag {
    private static final int[] NONE = {};

    private int[] numbers = NONE;
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return numbers[index];
    }

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(4, size * 2));
        }
        numbers[size++] = number;
    }

    /// Takes the number out once, if it is there; the last one takes its place.
    void remove(int number) {
        for (int i = 0; i < size; i++) {
            if (numbers[i] == number) {
                numbers[i] = numbers[--size];
                return;
            }
        }
    }

    /// Returns the numbers as they are now.
    int[] copy() {
        return Arrays.copyOf(numbers, size);
    }
}
