package dev.baton.coordination.tree;

import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Health;
import dev.baton.cluster.api.Problem;
import dev.baton.cluster.api.StatusView;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Claim;
import dev.baton.core.model.Format;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Report;
import dev.baton.core.model.Settings;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A type's name on the first line, then what stands in an entry of the tree, a request's body or an answer's.
class RecordsFuzzTest {

    private static final Map<String, Class<?>> TYPES = Stream.of(Settings.class, Integer.class, Kind.class,
            NodeDefinition.class, NodeFacts.class, Holds.class, Heartbeat.class, GroupDefinition.class, Intent.class,
            Placement.class, Format.class, Report.class, Claim.class, JobOrder.class, JobResult.class, RunRecord.class,
            RunRecord.Segment.class, EventRecord.Segment.class, ControllerRecord.class, ClusterDocument.class,
            Ask.class, Request.class, Answer.class, StatusView.class, RunView.class, EventView.class, Health.class,
            Problem.class, ClusterLevel.class, JoinOffer.class, HooksRecord.class)
            .collect(Collectors.toMap(RecordsFuzzTest::name, Function.identity()));

    @FuzzTest
    void what_is_read_is_written_and_read_again(byte[] input) {
        String[] parts = text(input).split("\n", 2);
        Class<?> type = TYPES.get(parts[0]);
        if (type != null && parts.length == 2) {
            read(Json.Malformed.class, () -> Json.read(parts[1], type)).ifPresent(value -> {
                String text = Json.text(value);
                same(Json.read(text, type), value);
                if (text.length() * 3 <= Bytes.MAX_LENGTH) {
                    same(Json.write(Json.read(Json.write(value), type)), Json.write(value));
                }
            });
        }
    }

    private static String name(Class<?> type) {
        return type.isMemberClass() ? type.getDeclaringClass().getSimpleName() + "." + type.getSimpleName()
                : type.getSimpleName();
    }
}
