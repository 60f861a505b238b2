package dev.baton.zookeeper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who has a vote in the coordination engine, as the ensemble has decided it.
///
/// @param version counts the decisions, with gaps
/// @param voters  in the order of their ids
public record Electorate(long version, List<PeerAddress> voters) {

    /// As ZooKeeper writes it: `server.1=10.0.0.1:2182:2183:participant;10.0.0.1:2181`.
    private static final Pattern VOTER = Pattern.compile(
            "server\\.(\\d+)=([^:;|]+|\\[[^]]+]):(\\d+):(\\d+):participant;(?:([^;]+):)?(\\d+)");
    private static final String VERSION = "version=";
    private static final int HEXADECIMAL = 16;

    public Electorate {
        voters = voters.stream().sorted(Comparator.comparingInt(PeerAddress::id)).toList();
    }

    /// Returns whether this peer has a vote.
    public boolean names(int id) {
        return voters.stream().anyMatch(voter -> voter.id() == id);
    }

    /// Reads what ZooKeeper keeps of itself.
    static Electorate parse(String text) {
        long version = 0;
        var voters = new ArrayList<PeerAddress>();
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher voter = VOTER.matcher(line);
            if (voter.matches()) {
                voters.add(new PeerAddress(number(voter, 1), voter.group(2), number(voter, 6), number(voter, 3),
                        number(voter, 4)));
            } else if (line.startsWith(VERSION)) {
                version = Long.parseLong(line.substring(VERSION.length()), HEXADECIMAL);
            }
        }
        return new Electorate(version, voters);
    }

    private static int number(Matcher voter, int group) {
        return Integer.parseInt(voter.group(group));
    }
}
