package dev.baton.demo.local;

import static dev.baton.fuzz.Foreign.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The first message of a voter to another, as a forwarder takes it.
class IntroductionFuzzTest {

    @FuzzTest
    void a_first_message_is_handed_on_with_the_way_back_through_the_forwarder(byte[] input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        try {
            Links.introduce(in, out, 2183);
        } catch (IOException broken) {
            return;
        }
        String sent = out.toString(StandardCharsets.ISO_8859_1);
        holds(input[0] >= 0 ? sent.equals(new String(input, 0, 8, StandardCharsets.ISO_8859_1))
                : sent.endsWith("127.0.0.1:2183"), "handed on: " + sent);
    }
}
