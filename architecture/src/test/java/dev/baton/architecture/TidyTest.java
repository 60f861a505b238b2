package dev.baton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.baton.architecture.Sources.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// Laws of tidiness that bytecode cannot show. Think hard before changing one.
class TidyTest {

    private static final int LINE = 120;
    private static final int METHOD = 60;
    /// Two screens and a half; STYLE asks for about 300.
    private static final int FILE = 400;

    private static final Pattern LEFTOVER = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern VAGUE = Pattern.compile(".*(Manager|Helper|Util|Utils|Impl)");
    private static final Pattern LAW = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)+");
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory",
            "EveryRound", "Property", "Example", "FuzzTest");

    private static final Sources SOURCES = Sources.read();

    @Test
    void no_line_is_longer_than_120_columns() {
        assertThat(lines((line, say) -> {
            if (line.length() > LINE) {
                say.accept(line.length() + " columns");
            }
        })).isEmpty();
    }

    @Test
    void no_line_holds_a_tab_or_ends_in_blanks() {
        assertThat(lines((line, say) -> {
            if (line.indexOf('\t') >= 0 || !line.equals(line.stripTrailing())) {
                say.accept("tab or trailing blank");
            }
        })).isEmpty();
    }

    @Test
    void nothing_is_left_to_do() {
        assertThat(lines((line, say) -> {
            if (LEFTOVER.matcher(line).find() && !line.contains("Pattern.compile(\"\\\\b(")) {
                say.accept(line.strip());
            }
        })).isEmpty();
    }

    @Test
    void no_file_is_longer_than_400_lines() {
        assertThat(SOURCES.all().stream().filter(source -> source.lines().size() > FILE)
                .map(source -> source.path() + ": " + source.lines().size() + " lines")).isEmpty();
    }

    @Test
    void no_method_is_longer_than_60_lines() {
        assertThat(scan(MethodTree.class, (source, path, say) -> {
            int length = SOURCES.length(source, path.getLeaf());
            if (length > METHOD) {
                say.accept(((MethodTree) path.getLeaf()).getName() + " has " + length + " lines");
            }
        })).isEmpty();
    }

    @Test
    void a_switch_over_a_closed_set_names_every_case() {
        Set<String> closed = closedNames();
        assertThat(Stream.concat(
                scan(SwitchTree.class, (_, path, say) ->
                        sayIfOpen(((SwitchTree) path.getLeaf()).getCases(), closed, say)).stream(),
                scan(SwitchExpressionTree.class, (_, path, say) ->
                        sayIfOpen(((SwitchExpressionTree) path.getLeaf()).getCases(), closed, say)).stream()))
                .isEmpty();
    }

    @Test
    void no_class_is_named_manager_helper_util_or_impl() {
        assertThat(scan(ClassTree.class, (_, path, say) -> {
            String name = ((ClassTree) path.getLeaf()).getSimpleName().toString();
            if (VAGUE.matcher(name).matches()) {
                say.accept(name);
            }
        })).isEmpty();
    }

    @Test
    void no_package_is_named_common_misc_or_util() {
        assertThat(SOURCES.all().stream()
                .filter(source -> source.path().toString().matches(".*/(common|misc|utils?|helpers?)/[^/]*"))
                .map(source -> source.path().toString())).isEmpty();
    }

    @Test
    void nothing_sleeps() {
        assertThat(scan(MethodInvocationTree.class, (_, path, say) -> {
            var called = ((MethodInvocationTree) path.getLeaf()).getMethodSelect();
            if (called instanceof MemberSelectTree member && member.getIdentifier().contentEquals("sleep")) {
                say.accept(called + "(): await the condition or the event instead");
            }
        })).isEmpty();
    }

    @Test
    void nothing_is_mocked_and_no_import_hides_behind_a_star() {
        assertThat(scan(ImportTree.class, (_, path, say) -> {
            String name = ((ImportTree) path.getLeaf()).getQualifiedIdentifier().toString();
            if (name.endsWith(".*") || name.matches(".*(mockito|easymock|jmockit|powermock).*")) {
                say.accept(name);
            }
        })).isEmpty();
    }

    @Test
    void every_test_is_named_as_a_law_or_an_accident_and_runs() {
        assertThat(scan(MethodTree.class, (_, path, say) -> {
            var method = (MethodTree) path.getLeaf();
            Set<String> annotations = annotations(method.getModifiers());
            if (annotations.contains("Disabled")) {
                say.accept(method.getName() + " is disabled");
            }
            boolean test = annotations.stream().anyMatch(TESTS::contains);
            if (test && !LAW.matcher(method.getName()).matches()) {
                say.accept(method.getName() + " is not a sentence in snake_case");
            }
        })).isEmpty();
    }

    @Test
    void every_suppressed_warning_says_why() {
        assertThat(scan(AnnotationTree.class, (source, path, say) -> {
            var annotation = (AnnotationTree) path.getLeaf();
            int line = SOURCES.firstLine(source, annotation);
            boolean explained = Stream.of(line - 1, line)
                    .anyMatch(at -> at >= 1 && source.lines().get(at - 1).contains("//"));
            if (annotation.getAnnotationType().toString().equals("SuppressWarnings") && !explained) {
                say.accept(annotation + " without a comment on its line or the line above");
            }
        })).isEmpty();
    }

    @Test
    void every_package_is_null_marked_and_says_what_it_is_for() {
        Set<String> described = SOURCES.all().stream()
                .filter(source -> source.isPackageInfo() && !source.lines().getFirst().equals("@NullMarked")
                        && source.lines().contains("@NullMarked") && source.lines().getFirst().startsWith("/// "))
                .map(source -> packageOf(source.tree())).collect(Collectors.toSet());
        assertThat(SOURCES.all().stream().map(source -> packageOf(source.tree())).distinct()
                .filter(name -> !described.contains(name))).isEmpty();
    }

    @Test
    void every_public_type_says_what_it_is() {
        assertThat(scan(ClassTree.class, (source, path, say) -> {
            var type = (ClassTree) path.getLeaf();
            boolean shown = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
            if (shown && !source.isTest() && SOURCES.doc(path) == null) {
                say.accept(type.getSimpleName() + " has no documentation comment");
            }
        })).isEmpty();
    }

    @Test
    void the_sources_are_read() {
        assertThat(SOURCES.all()).extracting(source -> source.path().getFileName().toString())
                .contains("TidyTest.java", "package-info.java");
    }

    /// The simple names of our enum constants, and of our types that implement or extend something sealed of ours.
    private static Set<String> closedNames() {
        Set<String> sealed = new HashSet<>();
        forEach(ClassTree.class, (_, path) -> {
            var type = (ClassTree) path.getLeaf();
            if (type.getModifiers().getFlags().contains(Modifier.SEALED)) {
                sealed.add(type.getSimpleName().toString());
            }
        });
        Set<String> names = new HashSet<>();
        forEach(ClassTree.class, (_, path) -> {
            var type = (ClassTree) path.getLeaf();
            Stream<Tree> parents = Stream.concat(type.getImplementsClause().stream(),
                    Stream.ofNullable(type.getExtendsClause()));
            if (parents.map(TidyTest::simpleName).anyMatch(sealed::contains)) {
                names.add(type.getSimpleName().toString());
            }
            if (type.getKind() == Tree.Kind.ENUM) {
                type.getMembers().stream().filter(VariableTree.class::isInstance).map(VariableTree.class::cast)
                        .filter(member -> member.getModifiers().getFlags().contains(Modifier.STATIC))
                        .forEach(constant -> names.add(constant.getName().toString()));
            }
        });
        return names;
    }

    private static void sayIfOpen(List<? extends CaseTree> cases, Set<String> closed, Consumer<String> say) {
        boolean open = cases.stream().flatMap(one -> one.getLabels().stream())
                .anyMatch(DefaultCaseLabelTree.class::isInstance);
        cases.stream().flatMap(one -> one.getLabels().stream())
                .filter(label -> !(label instanceof DefaultCaseLabelTree))
                .map(TidyTest::labelName).filter(closed::contains).findFirst()
                .filter(_ -> open)
                .ifPresent(name -> say.accept("default beside case " + name + ": name every case"));
    }

    private static String labelName(Tree label) {
        String text = label instanceof ConstantCaseLabelTree constant
                ? constant.getConstantExpression().toString() : label.toString();
        return simpleName(text.strip().split("[ (<]")[0]);
    }

    private static String simpleName(Object name) {
        String whole = name.toString().replaceAll("<.*", "");
        return whole.substring(whole.lastIndexOf('.') + 1);
    }

    private static Set<String> annotations(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream().map(it -> simpleName(it.getAnnotationType()))
                .collect(Collectors.toSet());
    }

    private static String packageOf(CompilationUnitTree tree) {
        return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    private interface Law {
        void judge(Source source, TreePath path, Consumer<String> say);
    }

    private static List<String> scan(Class<? extends Tree> kind, Law law) {
        List<String> faults = new ArrayList<>();
        forEach(kind, (source, path) -> law.judge(source, path,
                fault -> faults.add(SOURCES.at(source, path.getLeaf()) + ": " + fault)));
        return faults;
    }

    private static void forEach(Class<? extends Tree> kind, BiConsumer<Source, TreePath> each) {
        for (Source source : SOURCES.all()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void scan(Tree tree, Void unused) {
                    if (kind.isInstance(tree)) {
                        each.accept(source, new TreePath(getCurrentPath(), tree));
                    }
                    return super.scan(tree, unused);
                }
            }.scan(new TreePath(source.tree()), null);
        }
    }

    private static List<String> lines(BiConsumer<String, Consumer<String>> law) {
        List<String> faults = new ArrayList<>();
        for (Source source : SOURCES.all()) {
            for (int i = 0; i < source.lines().size(); i++) {
                String at = source.path() + ":" + (i + 1) + ": ";
                law.accept(source.lines().get(i), fault -> faults.add(at + fault));
            }
        }
        return faults;
    }
}
