package dev.baton.cli.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Long lines broken between words. What is broken off stands under the text of its line: behind the margin, and behind
/// a label that two blanks set off.
public final class Wrap {

    private static final Pattern HEAD = Pattern.compile("^ *(?:\\S+(?: \\S+)? {2,})?");

    private Wrap() {}

    /// Returns the line, in as many lines as it takes.
    public static String at(int columns, String line) {
        Matcher head = HEAD.matcher(line);
        int indent = head.find() && head.end() < columns / 2 ? head.end() : 0;
        StringBuilder text = new StringBuilder();
        String rest = line;
        String margin = "";
        while (margin.length() + rest.length() > columns) {
            int cut = rest.lastIndexOf(' ', columns - margin.length());
            if (cut <= (margin.isEmpty() ? indent : 0)) {
                break;
            }
            text.append(margin).append(rest.substring(0, cut).stripTrailing()).append('\n');
            rest = rest.substring(cut).stripLeading();
            margin = " ".repeat(indent);
        }
        return text.append(margin).append(rest).toString();
    }
}
