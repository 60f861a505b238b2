package dev.baton.coordination;

import java.util.List;

/// Operations that take effect together or not at all, in their order.
///
/// @param ops at least one; their contents together at most [#MAX_LENGTH] bytes
public record Transaction(List<Op> ops) {

    /// 4 MB, the configuration of some four thousand groups at once. Engines answer a request above what they are set
    /// to take with a lost connection instead of an error; ours are set to twice this, for the names.
    public static final int MAX_LENGTH = 64 * Bytes.MAX_LENGTH;

    /// @throws IllegalArgumentException if there is no operation, or the contents are longer than [#MAX_LENGTH]
    public Transaction {
        ops = List.copyOf(ops);
        if (ops.isEmpty()) {
            throw new IllegalArgumentException("a transaction without operations");
        }
        long length = length(ops);
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("a transaction of " + length + " bytes; at most " + MAX_LENGTH);
        }
    }

    /// Returns a transaction of these operations.
    public static Transaction of(Op... ops) {
        return new Transaction(List.of(ops));
    }

    /// Returns how many bytes the contents of these operations are together.
    public static long length(List<Op> ops) {
        return ops.stream().mapToLong(Transaction::length).sum();
    }

    private static int length(Op op) {
        return switch (op) {
            case Op.Create create -> create.data().length();
            case Op.SetData set -> set.data().length();
            case Op.Delete _, Op.Check _ -> 0;
        };
    }
}
