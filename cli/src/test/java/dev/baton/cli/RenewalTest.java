package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Classes of an old format are renewed, and are the same classes still.
class RenewalTest {

    @Test
    void an_old_class_gets_a_newer_format_with_stack_maps_and_keeps_its_methods() throws IOException {
        byte[] old = bytes(CommandLine.class);
        ClassModel before = ClassFile.of().parse(old);
        assertThat(before.majorVersion()).isLessThan(ClassFile.JAVA_6_VERSION);

        ClassModel now = ClassFile.of().parse(Renewal.renewed(old));

        assertThat(now.majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
        assertThat(ClassFile.of().verify(now)).isEmpty();
        assertThat(now.methods().stream().map(method -> method.methodName() + " " + method.methodType()).toList())
                .isEqualTo(before.methods().stream().map(method -> method.methodName() + " " + method.methodType())
                        .toList());
        assertThat(now.methods()).anyMatch(method -> method.code().isPresent() && method.code().get().attributes()
                .stream().anyMatch(StackMapTableAttribute.class::isInstance));
    }

    @Test
    void a_class_of_this_release_is_left_as_it_is() throws IOException {
        byte[] ours = bytes(Baton.class);
        assertThat(Renewal.renewed(ours)).isSameAs(ours);
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(file))) {
            return in.readAllBytes();
        }
    }
}
