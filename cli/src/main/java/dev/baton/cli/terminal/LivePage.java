package dev.baton.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// A page that is drawn again and again: in place on a terminal, and elsewhere only when it has changed, whole, after
/// an empty line. Used from one thread.
public final class LivePage {

    /// Lines that stay at the top of a page that is too long.
    private static final int HEAD = 4;

    private final Terminal terminal;
    private String drawn = "";
    private int lines;

    /// Makes a page on this terminal; nothing is drawn yet.
    public LivePage(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Draws the page instead of the one before. On a terminal what does not fit is left out, and said.
    ///
    /// @param page  its lines, each ended
    /// @param focus how the line begins, after spaces, around which a long page is shown; empty: its beginning
    public void draw(String page, String focus) {
        if (!terminal.redraws()) {
            if (!page.equals(drawn)) {
                terminal.text((drawn.isEmpty() ? "" : "\n") + page);
                drawn = page;
            }
            return;
        }
        List<String> fitted = fitted(page.lines().toList(), focus, terminal.rows() - 1, terminal.columns());
        // Up to where the last page began, and clear from there.
        terminal.raw(lines == 0 ? "" : "\033[" + lines + "A\033[J");
        terminal.text(String.join("\n", fitted) + "\n");
        lines = fitted.size();
    }

    /// Returns the lines that are shown where there are only so many rows and columns.
    static List<String> fitted(List<String> page, String focus, int rows, int columns) {
        List<String> cut = page.stream().map(line -> line.length() > columns ? line.substring(0, columns) : line)
                .toList();
        if (cut.size() <= rows) {
            return cut;
        }
        int head = Math.min(HEAD, Math.max(0, rows - 2));
        int room = Math.max(1, rows - head - 1);
        int at = focus.isEmpty() ? 0 : Math.max(0, first(cut, focus));
        int from = Math.clamp(at - room / 3, head, Math.max(head, cut.size() - room));
        List<String> shown = new ArrayList<>(cut.subList(0, head));
        shown.addAll(cut.subList(from, from + room));
        shown.add("(" + (cut.size() - head - room) + " more lines; make the window higher, or leave this with Ctrl-C)");
        return shown;
    }

    private static int first(List<String> page, String focus) {
        for (int line = 0; line < page.size(); line++) {
            if (page.get(line).stripLeading().startsWith(focus)) {
                return line;
            }
        }
        return -1;
    }
}
