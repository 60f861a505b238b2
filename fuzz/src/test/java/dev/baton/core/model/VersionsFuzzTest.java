package dev.baton.core.model;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.lines;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/// Each line is a range; those that are a version as well are compared with each other.
class VersionsFuzzTest {

    @FuzzTest
    void versions_are_in_one_order_and_ranges_are_read_again(byte[] input) {
        List<String> lines = lines(input).stream().limit(6).toList();
        List<Version> versions = lines.stream().flatMap(line -> read(IllegalArgumentException.class,
                () -> new Version(line)).stream()).toList();
        for (Version a : versions) {
            holds(a.compareTo(a.prefix(1)) >= 0 && a.prefix(2).prefix(1).equals(a.prefix(1)), "prefixes of " + a);
            for (Version b : versions) {
                holds(Integer.signum(a.compareTo(b)) == -Integer.signum(b.compareTo(a)), a + " and " + b);
                holds((a.compareTo(b) == 0) == a.equals(b), a + " equals " + b);
                for (Version c : versions) {
                    holds(a.compareTo(b) > 0 || b.compareTo(c) > 0 || a.compareTo(c) <= 0, a + ", " + b + ", " + c);
                }
            }
        }
        for (String line : lines) {
            read(IllegalArgumentException.class, () -> VersionRange.parse(line)).ifPresent(range -> {
                same(VersionRange.parse(range.toString()), range);
                versions.forEach(range::contains);
            });
        }
    }
}
