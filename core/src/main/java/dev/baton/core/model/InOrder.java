package dev.baton.core.model;

import java.util.Iterator;
import java.util.NoSuchElementException;

/// Goes over what lies in numbered places, from the first to the last. Not thread-safe.
abstract class InOrder<E> implements Iterator<E> {
    private final int size;
    private int next;

    InOrder(int size) {
        this.size = size;
    }

    /// Returns what lies there.
    abstract E at(int place);

    @Override
    public final boolean hasNext() {
        return next < size;
    }

    @Override
    public final E next() {
        if (next >= size) {
            throw new NoSuchElementException();
        }
        return at(next++);
    }
}
