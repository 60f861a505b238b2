package dev.baton.agent.ownership;

import dev.baton.agent.facts.Printed;
import dev.baton.agent.host.HostEvent;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/// Asks the data itself for its format, after the claim and before each start, and lets nothing start that the product
/// here cannot open (law 2).
final class FormatGate {

    /// Whether a group may start here.
    sealed interface Answer {

        /// It may.
        record Open() implements Answer {}

        /// It is being asked.
        record Wait() implements Answer {}

        /// It may not.
        record Shut(String why) implements Answer {}
    }

    /// What the last answer was about: any change asks again.
    ///
    /// @param epoch  of the claim
    /// @param stored version of the entry that holds the format
    /// @param jobs   how many jobs on the data have ended
    /// @param starts how often the group came up from nothing
    record Question(long epoch, int stored, Optional<Version> product, long jobs, long starts) {}

    private static final Duration PROBE_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private final Site site;
    private Optional<Question> asked = Optional.empty();
    private Optional<Answer> answer = Optional.empty();
    private Optional<Version> format = Optional.empty();
    private int failures;

    FormatGate(Site site) {
        this.site = site;
    }

    /// Returns what the data said under the claim of this epoch; empty until it was asked and has answered. What an
    /// earlier claim heard may be long past: another node may have converted the data since.
    Optional<Version> format(long epoch) {
        return asked.filter(question -> question.epoch() == epoch).flatMap(_ -> format);
    }

    /// Returns whether the group may start, asking the data first when the question is new.
    Answer ask(Question question, GroupImage group, Kind kind, SortedMap<String, String> environment) {
        if (!site.facts().known(kind)) {
            return new Answer.Wait();
        }
        if (!asked.equals(Optional.of(question))) {
            asked = Optional.of(question);
            answer = Optional.empty();
            format = Optional.empty();
            failures = 0;
            probe(question, group, kind, environment);
        }
        return answer.orElse(new Answer.Wait());
    }

    private void probe(Question question, GroupImage group, Kind kind, SortedMap<String, String> environment) {
        if (kind.format().isEmpty()) {
            answer = Optional.of(judge(group, kind, question, group.format()));
            return;
        }
        site.desk().run("format of " + group.id(), kind.format().get(), environment, PROBE_WITHIN, ended -> {
            if (!asked.equals(Optional.of(question))) {
                return;
            }
            if (ended.succeeded()) {
                format = Printed.version(ended);
                answer = Optional.of(judge(group, kind, question,
                        format.<Format>map(Format.At::new).orElseGet(Format.Unread::new)));
            } else {
                failed(question, group, kind, environment, ended);
            }
            site.changed().accept(group.id());
        });
    }

    private void failed(Question question, GroupImage group, Kind kind, SortedMap<String, String> environment,
            HostEvent.RunEnded ended) {
        if (++failures < TRIES) {
            site.desk().timer("format of " + group.id(), PAUSE, () -> {
                if (asked.equals(Optional.of(question))) {
                    probe(question, group, kind, environment);
                }
            });
        } else {
            answer = Optional.of(new Answer.Shut("the format of the data of " + group.id() + " cannot be read on "
                    + site.standing().node() + " (" + Printed.failure(ended) + ")"));
        }
    }

    private Answer judge(GroupImage group, Kind kind, Question question, Format found) {
        if (kind.version().isEmpty()) {
            return new Answer.Open();
        }
        if (question.product().isEmpty()) {
            return new Answer.Shut("the version of " + kind.product() + " on " + site.standing().node()
                    + " cannot be read (law 2, fit). Install " + kind.product() + " there.");
        }
        Version here = question.product().get();
        return kind.opens(here, found) || found instanceof Format.Converting ? new Answer.Open()
                : new Answer.Shut(new PlacementReason.CannotOpen(site.standing().node(), group.id(), kind.product(),
                        here.value(), found).text());
    }
}
