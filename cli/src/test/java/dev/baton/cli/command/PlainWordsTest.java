package dev.baton.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Words of the plainest form are read without the library for options, and say the same.
class PlainWordsTest {

    private static PlanVerb verb() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new PlanVerb(new Session(new Terminal(nowhere, nowhere, new BufferedReader(Reader.nullReader()), false,
                true, Terminal.Window.USUAL), Map.of(), Path.of(""), ApiClient.ELECTION));
    }

    private static List<Object> said(PlanVerb verb) {
        return Arrays.asList(verb.file, verb.output, verb.preset, verb.clusterFile, verb.json, verb.compare,
                verb.whatIf, verb.asIf, verb.svg, verb.api, verb.help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f a", "-f a -o b --json", "--preset fastest -f a --cluster-file c", "--json -f @a",
            "-f a=b -o '${c}'"})
    void plain_words_say_what_the_library_reads_in_them(String line) {
        PlanVerb plain = verb();
        assertThat(plain.takes(List.of(line.split(" ")))).isTrue();
        PlanVerb read = verb();
        new CommandLine(read).setExpandAtFiles(false).parseArgs(line.split(" "));
        assertThat(said(plain)).isEqualTo(said(read));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f", "-f a -f b", "-f -o", "--file a", "-f=a", "-fa", "-o b", "-f a --compare", "-f a b",
            "-f a --json --json", "-f a --json=false", "-f a --", "--help"})
    void all_other_words_are_left_to_the_library(String line) {
        PlanVerb plain = verb();
        assertThat(plain.takes(List.of(line.split(" ")))).isFalse();
        assertThat(said(plain)).isEqualTo(said(verb()));
    }
}
