package dev.baton.simulator.world;

import dev.baton.agent.simulated.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What happened, one line of fixed width per event: the time, a column per node, and one for everything else. Costs
/// nothing while it is off.
public final class Trace {

    private static final int NODE = 30;
    private static final int REST = 60;

    private final VirtualTime time;
    private final List<String> columns;
    private final boolean on;
    private final List<String> lines = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();

    Trace(VirtualTime time, List<String> columns, boolean on) {
        this.time = time;
        this.columns = List.copyOf(columns);
        this.on = on;
    }

    /// Notes what happened on a node.
    public void on(String node, Supplier<String> what) {
        if (on) {
            line(columns.indexOf(node), what.get());
        }
    }

    /// Notes what happened elsewhere.
    public void elsewhere(Supplier<String> what) {
        if (on) {
            line(columns.size(), what.get());
        }
    }

    /// Returns whether anything is noted.
    public boolean isOn() {
        return on;
    }

    private void line(int column, String text) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%12.6f", time.elapsed() / 1e9));
        for (int i = 0; i <= columns.size(); i++) {
            int width = i == columns.size() ? REST : NODE;
            String cell = i == column ? text.replace('\n', ' ') : "";
            line.append(" |").append(String.format(Locale.ROOT, "%-" + width + "s",
                    cell.length() > width ? cell.substring(0, width) : cell));
        }
        lines.add(line.toString());
        String who = column == columns.size() ? "" : columns.get(column);
        int width = columns.stream().mapToInt(String::length).max().orElse(0);
        sentences.add(String.format(Locale.ROOT, "%10.3f  %-" + width + "s  %s", time.elapsed() / 1e9, who,
                text.replace('\n', ' ')).stripTrailing());
    }

    /// Returns the same as [#lines], in one column, each whole: when in seconds, which node, what.
    public List<String> sentences() {
        return sentences;
    }

    /// Returns the names of the columns, as wide as these.
    public String header() {
        StringBuilder line = new StringBuilder("     seconds");
        columns.forEach(name -> line.append(" |").append(String.format(Locale.ROOT, "%-" + NODE + "s", name)));
        return line.append(" |cluster").toString();
    }

    /// Returns all lines, oldest first.
    public List<String> lines() {
        return lines;
    }

    /// Returns a number that two equal traces share.
    public long hash() {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (String line : lines) {
            for (int i = 0; i < line.length(); i++) {
                hash = (hash ^ line.charAt(i)) * 0x100_0000_01b3L;
            }
        }
        return hash;
    }

    /// Returns the last line, if there is one.
    public Optional<String> last() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }
}
