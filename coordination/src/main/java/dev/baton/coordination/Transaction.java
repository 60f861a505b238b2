package dev.baton.coordination;

import java.util.List;

/// Operations that take effect together or not at all, in their order.
///
/// @param ops at least one
public record Transaction(List<Op> ops) {

    /// @throws IllegalArgumentException if there is no operation
    public Transaction {
        ops = List.copyOf(ops);
        if (ops.isEmpty()) {
            throw new IllegalArgumentException("a transaction without operations");
        }
    }

    /// Returns a transaction of these operations.
    public static Transaction of(Op... ops) {
        return new Transaction(List.of(ops));
    }
}
