package dev.baton.core.prover;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.prover.Procedure.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a written procedure from sentences such as `move evs1 from node1 to node4`, one each line.
public final class ProcedureReader {

    /// What may be written.
    public static final String GRAMMAR = """
            by hand: <anything>
            move <group> from <node> to <node>
            upgrade <node>
            take offline <resource>, ... of <group>
            bring online <group>
            bring online <resource>, ... of <group>
            ensure <resource>, ... of <group> online
            back up <group>
            convert <group>
            repeat <line> through <line> with <name> for <name>, ...""";

    private record Form(Pattern pattern, Function<MatchResult, Act> act) {}

    private static final String NAME = "([A-Za-z0-9][A-Za-z0-9._-]*)";
    /// Names between commas; each is looked at by itself, since a pattern of many would take a stack as deep.
    private static final String NAMES = "([A-Za-z0-9][A-Za-z0-9._, -]*)";

    private static final List<Form> FORMS = List.of(
            form("by hand: .+", _ -> new Act.ByHand()),
            form("move " + NAME + " from " + NAME + " to " + NAME, words -> new Act.Move(new GroupId(words.group(1)),
                    new NodeId(words.group(2)), new NodeId(words.group(3)))),
            form("upgrade " + NAME, words -> new Act.Upgrade(new NodeId(words.group(1)))),
            form("take offline " + NAMES + " of " + NAME, words ->
                    new Act.TakeOffline(new GroupId(words.group(2)), resources(words.group(1)))),
            form("bring online " + NAME, words -> new Act.BringOnline(new GroupId(words.group(1)), new TreeSet<>())),
            form("bring online " + NAMES + " of " + NAME, words ->
                    new Act.BringOnline(new GroupId(words.group(2)), resources(words.group(1)))),
            form("ensure " + NAMES + " of " + NAME + " online", words ->
                    new Act.BringOnline(new GroupId(words.group(2)), resources(words.group(1)))),
            form("back up " + NAME, words -> new Act.Backup(new GroupId(words.group(1)))),
            form("convert " + NAME, words -> new Act.Convert(new GroupId(words.group(1)))),
            form("repeat ([0-9]{1,6}) through ([0-9]{1,6}) with (.+)", words -> new Act.Repeat(
                    Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2)), instead(words.group(3)))));

    private ProcedureReader() {}

    /// Returns the procedure that the lines write.
    ///
    /// @throws IllegalArgumentException if a line is none of [#GRAMMAR]; the message names the line
    public static Procedure read(String name, List<String> lines) {
        List<Procedure.Line> read = new ArrayList<>();
        for (String text : lines) {
            int number = read.size() + 1;
            try {
                Act act = act(text.strip());
                check(number, act, read);
                read.add(new Procedure.Line(number, text.strip(), act));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("line " + number + ", '" + text.strip() + "': " + wrong.getMessage(),
                        wrong);
            }
        }
        return new Procedure(name, read);
    }

    private static Act act(String text) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(text);
            if (matcher.matches()) {
                return form.act().apply(matcher.toMatchResult());
            }
        }
        throw new IllegalArgumentException("no such step is known");
    }

    private static void check(int number, Act act, List<Procedure.Line> before) {
        if (!(act instanceof Act.Repeat(var from, var to, _))) {
            return;
        }
        if (from < 1 || to < from || to >= number) {
            throw new IllegalArgumentException("only earlier lines can be repeated, from a first to a last");
        }
        if (before.subList(from - 1, to).stream().anyMatch(line -> line.act() instanceof Act.Repeat)) {
            throw new IllegalArgumentException("a line that repeats others is not repeated itself");
        }
    }

    private static Form form(String pattern, Function<MatchResult, Act> act) {
        return new Form(Pattern.compile(pattern), act);
    }

    private static SortedSet<ResourceId> resources(String names) {
        TreeSet<ResourceId> resources = new TreeSet<>();
        for (String name : names.split(", *", -1)) {
            resources.add(new ResourceId(name));
        }
        return resources;
    }

    private static SortedMap<String, String> instead(String pairs) {
        TreeMap<String, String> instead = new TreeMap<>();
        for (String pair : pairs.split(", *", -1)) {
            String[] names = pair.strip().split(" for ", -1);
            if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
                throw new IllegalArgumentException("write 'with node2 for node1, evs2 for evs1'");
            }
            instead.put(names[1].strip(), names[0].strip());
        }
        return instead;
    }
}
