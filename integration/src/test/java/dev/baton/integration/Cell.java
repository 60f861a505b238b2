package dev.baton.integration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One cell of the table of accidents: where a run is, and what happens then.
///
/// @param at   where
/// @param what happens
record Cell(Point at, Mishap what) {

    /// Where a run is.
    enum Point {
        /// It waits for a person before its first install.
        APPROVAL(Optional.empty()),
        /// In the middle of what is prepared while a node serves.
        PREPARE(Optional.of("prepare")),
        /// In the middle of an install.
        INSTALL(Optional.of("install")),
        /// In the middle of a self-test.
        SELF_TEST(Optional.of("self-test")),
        /// While a group moves.
        MOVE(Optional.empty()),
        /// In the middle of a conversion.
        CONVERT(Optional.of("convert"));

        private final Optional<String> gate;

        Point(Optional<String> gate) {
            this.gate = gate;
        }

        /// Returns the gate that holds a run there; empty where it needs none.
        Optional<String> gate() {
            return gate;
        }
    }

    /// What happens.
    sealed interface Mishap permits Accident, Trouble {}

    /// What happens beside accidents to machines.
    enum Trouble implements Mishap {
        /// The next install fails until it is mended.
        INSTALL_FAILS("fail-install"),
        /// The next install hangs until its machine is switched off.
        INSTALL_HANGS,
        /// The next self-test fails until it is mended.
        SELF_TEST_FAILS("fail-self-test"),
        /// No process starts for the probe group on any machine until it is mended.
        PROBE_GROUP_FAILS,
        /// The next conversion fails before it has done anything.
        CONVERSION_FAILS("fail-convert"),
        /// The next conversion is killed half-way.
        CONVERSION_CUT("cut-convert"),
        /// The daemon of the node at the gate is killed; what it began goes on.
        NODE_KILLED,
        /// The small disk of a machine, in a namespace of its own, is full to its last byte until nobody serves what it
        /// had.
        DISK_FULL,
        /// Three of five machines lose their daemons, and get them back.
        MAJORITY_LOST,
        /// A person aborts the run, and starts another later.
        ABORTED;

        private final Optional<String> spoils;

        Trouble() {
            spoils = Optional.empty();
        }

        Trouble(String spoils) {
            this.spoils = Optional.of(spoils);
        }

        /// Returns what is spoilt at the gates until a person mends it; empty where nothing is.
        Optional<String> spoils() {
            return spoils;
        }
    }

    /// Returns every cell that there can be.
    static List<Cell> all() {
        List<Mishap> whats = Stream.<Mishap>concat(Arrays.stream(Accident.Victim.values()).flatMap(victim ->
                Stream.of(false, true).map(freeze -> new Accident(victim, freeze))), Arrays.stream(Trouble.values()))
                .toList();
        return Arrays.stream(Point.values()).flatMap(at -> whats.stream().map(what -> new Cell(at, what)))
                .filter(cell -> cell.what != Trouble.NODE_KILLED || cell.at.gate().isPresent()).toList();
    }

    @Override
    public String toString() {
        return (at + "/" + what).toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }
}
