package dev.baton.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// One page of a list that is sorted and searched here, so that a browser never holds more than it shows.
///
/// @param base    the list's own address
/// @param query   how it is looked at
/// @param headers of the columns, in order
/// @param rows    of this page
/// @param found   how many rows there are on all pages
/// @param total   how many there would be without a search
/// @param pages   how many, at least 1
public record Listing<R>(String base, Query query, List<Header> headers, List<R> rows, int found, int total,
        int pages) {

    /// No page has more rows.
    public static final int MOST = 200;

    /// A column's head.
    ///
    /// @param href  sorts by it
    /// @param order what `aria-sort` says: `ascending`, `descending`, `none`
    public record Header(String title, String href, String order) {}

    /// A column of rows.
    ///
    /// @param key  in the page's address
    /// @param cell what is sorted by and searched in
    record Column<R>(String key, String title, Function<R, String> cell) {}

    /// Returns the page of `rows` that is asked for.
    ///
    /// @param rows in the list's own order
    static <R> Listing<R> of(String base, Query query, List<Column<R>> columns, List<R> rows) {
        List<R> found = new ArrayList<>(rows);
        if (!query.find().isEmpty()) {
            found.removeIf(row -> !query.finds(text(columns, row)));
        }
        columns.stream().filter(column -> column.key().equals(query.sort())).findFirst().ifPresent(column -> {
            Comparator<R> order = Comparator.comparing(column.cell(), Natural.ORDER);
            found.sort(query.descending() ? order.reversed() : order);
        });
        int pages = Math.max(1, (found.size() + MOST - 1) / MOST);
        int page = Math.min(query.page(), pages);
        List<R> shown = List.copyOf(found.subList((page - 1) * MOST, Math.min(found.size(), page * MOST)));
        Query asked = query.at(page);
        return new Listing<>(base, asked, columns.stream().map(column -> header(base, asked, column)).toList(), shown,
                found.size(), rows.size(), pages);
    }

    private static <R> String text(List<Column<R>> columns, R row) {
        StringBuilder text = new StringBuilder();
        columns.forEach(column -> text.append(column.cell().apply(row)).append(' '));
        return text.toString();
    }

    private static <R> Header header(String base, Query query, Column<R> column) {
        String order = !column.key().equals(query.sort()) ? "none" : query.descending() ? "descending" : "ascending";
        return new Header(column.title(), base + query.by(column.key()), order);
    }

    /// Returns the address of another page of the same list.
    public String page(int number) {
        return base + query.at(number);
    }

    /// Returns how much is shown, in words.
    public String counted() {
        String of = found == total ? String.valueOf(total) : found + " of " + total;
        return pages == 1 ? of : of + ", page " + query.page() + " of " + pages;
    }
}
