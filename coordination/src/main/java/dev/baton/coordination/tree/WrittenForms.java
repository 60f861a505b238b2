package dev.baton.coordination.tree;

import dev.baton.coordination.Bytes;
import dev.baton.core.model.EventKind;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/// Records with more than one written form: readers understand all, writers choose by the cluster level. And words that
/// other builds write otherwise or not at all.
final class WrittenForms {

    private static final String ALIVE = "alive";
    private static final String DEAD = "dead";

    private WrittenForms() {}

    static void addTo(SimpleModule module) {
        addEventKind(module);
        module.addDeserializer(Heartbeat.class, new ValueDeserializer<>() {
            @Override
            public Heartbeat deserialize(JsonParser in, DeserializationContext context) {
                if (in.currentToken() != JsonToken.VALUE_STRING) {
                    return context.readValue(in, HeartbeatObject.class).heartbeat();
                }
                try {
                    return parse(in.getString());
                } catch (IllegalArgumentException | DateTimeParseException broken) {
                    throw context.weirdStringException(in.getString(), Heartbeat.class,
                            String.valueOf(broken.getMessage()));
                }
            }
        });
        module.addSerializer(ClusterLevel.class, new ValueSerializer<>() {
            @Override
            public void serialize(ClusterLevel value, JsonGenerator out, SerializationContext context) {
                if (value.fenced()) {
                    out.writeString(value.toString());
                } else {
                    out.writeNumber(value.level());
                }
            }
        });
        module.addDeserializer(ClusterLevel.class, new ValueDeserializer<>() {
            @Override
            public ClusterLevel deserialize(JsonParser in, DeserializationContext context) {
                String text = in.getValueAsString("");
                try {
                    return ClusterLevel.parse(text);
                } catch (IllegalArgumentException broken) {
                    throw context.weirdStringException(text, ClusterLevel.class, String.valueOf(broken.getMessage()));
                }
            }
        });
    }

    /// Builds before kinds wrote none, later ones may write others: both are `OTHER`.
    private static void addEventKind(SimpleModule module) {
        module.addSerializer(EventKind.class, new ValueSerializer<>() {
            @Override
            public void serialize(EventKind value, JsonGenerator out, SerializationContext context) {
                out.writeString(value.word());
            }
        });
        module.addDeserializer(EventKind.class, new ValueDeserializer<>() {
            @Override
            public EventKind deserialize(JsonParser in, DeserializationContext context) {
                String word = in.getValueAsString("");
                in.skipChildren();
                return EventKind.read(word);
            }

            @Override
            public Object getAbsentValue(DeserializationContext context) {
                return EventKind.OTHER;
            }

            @Override
            public EventKind getNullValue(DeserializationContext context) {
                return EventKind.OTHER;
            }
        });
    }

    /// The heartbeat as level 1 has it: an object, its fields by name.
    private record HeartbeatObject(long incarnation, String bootId, long seq, Duration leaseFor, boolean dead) {
        Heartbeat heartbeat() {
            return new Heartbeat(incarnation, bootId, seq, leaseFor, dead);
        }
    }

    /// The bytes of a heartbeat in a cluster of this level. From level 2 on they are one text, `incarnation seq lease
    /// alive-or-dead boot`.
    static Bytes heartbeat(Heartbeat beat, int level) {
        return Json.write(level < 2 ? beat : beat.incarnation() + " " + beat.seq() + " " + beat.leaseFor() + " "
                + (beat.dead() ? DEAD : ALIVE) + " " + beat.bootId());
    }

    private static Heartbeat parse(String text) {
        String[] words = text.split(" ", 5);
        if (words.length < 5 || !(words[3].equals(ALIVE) || words[3].equals(DEAD))) {
            throw new IllegalArgumentException("a heartbeat is 'incarnation seq lease alive|dead boot'");
        }
        return new Heartbeat(Long.parseLong(words[0]), words[4], Long.parseLong(words[1]), Duration.parse(words[2]),
                words[3].equals(DEAD));
    }
}
