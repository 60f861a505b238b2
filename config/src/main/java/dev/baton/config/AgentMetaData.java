package dev.baton.config;

import java.io.StringReader;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// What a resource agent says of itself, as far as a configuration is judged by it: the answer to its action
/// `meta-data` (OCF Resource Agent API, 1.0 and 1.1).
///
/// @param parameters by name
public record AgentMetaData(SortedMap<String, Parameter> parameters) {

    private static final String PARAMETER = "parameter";
    private static final String CONTENT = "content";
    private static final Set<String> YES = Set.of("1", "true", "yes");

    public AgentMetaData {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /// What values a parameter takes.
    public enum Content {
        /// Any text.
        STRING,
        /// Yes or no, in one of the words that agents know for it.
        BOOLEAN,
        /// A whole number.
        INTEGER
    }

    /// One parameter.
    ///
    /// @param required whether the agent does nothing without it: it says so and names no default
    public record Parameter(boolean required, Content content) {}

    /// Returns what the text says.
    ///
    /// @throws IllegalArgumentException if it is no meta-data of a resource agent
    public static AgentMetaData parse(String xml) {
        TreeMap<String, Parameter> parameters = new TreeMap<>();
        boolean agent = false;
        try {
            XMLStreamReader reader = reader(xml);
            String name = "";
            boolean required = false;
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                switch (reader.getLocalName()) {
                    case "resource-agent" -> agent = true;
                    case PARAMETER -> {
                        name = attribute(reader, "name").orElse("");
                        required = attribute(reader, "required").filter(YES::contains).isPresent();
                        parameters.put(name, new Parameter(required, Content.STRING));
                    }
                    case CONTENT -> parameters.put(name, new Parameter(required && attribute(reader, "default")
                            .filter(value -> !value.isEmpty()).isEmpty(), content(reader)));
                    default -> { }
                }
            }
        } catch (XMLStreamException broken) {
            throw new IllegalArgumentException("no XML: " + broken.getMessage(), broken);
        }
        if (!agent) {
            throw new IllegalArgumentException("no <resource-agent> in it");
        }
        parameters.remove("");
        return new AgentMetaData(parameters);
    }

    /// Nothing outside the text is read.
    private static XMLStreamReader reader(String xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new StringReader(xml));
    }

    private static Content content(XMLStreamReader reader) {
        return switch (attribute(reader, "type").orElse("").toLowerCase(Locale.ROOT)) {
            case "boolean" -> Content.BOOLEAN;
            case "integer" -> Content.INTEGER;
            default -> Content.STRING;
        };
    }

    private static Optional<String> attribute(XMLStreamReader reader, String name) {
        @Nullable String value = reader.getAttributeValue(null, name);
        return Optional.ofNullable(value);
    }
}
