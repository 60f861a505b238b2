package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.MouseButton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A browser without a screen: Debian's Chromium, driven by Playwright. Whatever its pages complain of is kept.
final class Chromium implements AutoCloseable {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final int WIDTH = 1360;
    private static final int HEIGHT = 900;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Path program) {
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(
                Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(program)
                .setArgs(List.of("--no-sandbox")));
    }

    /// Starts one; where there is none the test ends here with that reason.
    static Chromium start() {
        Optional<Path> program = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .stream().map(Path::of).filter(Files::isExecutable).findFirst();
        NamespacedCluster.assume(program.isPresent(), "there is no Chromium (Debian: apt install chromium)");
        return new Chromium(program.orElseThrow());
    }

    /// Opens a window of its own.
    Page open(String url, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT)
                .setColorScheme(scheme));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.navigate(url);
        return page;
    }

    /// Opens an empty page of no origin; what it complains of is not kept.
    Page stranger() {
        return browser.newContext().newPage();
    }

    /// Returns what pages complained of so far.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Keeps a picture of the page.
    static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }

    /// Asserts that the page breaks no rule of accessibility that a machine can check (axe-core, all its rules but
    /// taste).
    static void assertAccessible(Page page) throws IOException {
        page.evaluate(axe());
        Object found = page.evaluate("""
                () => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                    "best-practice"]}).then(all => all.violations.flatMap(one => one.nodes.map(node =>
                    one.id + ": " + one.help + " in " + node.target.join(" ") + " " + (node.any[0]?.message ?? ""))))
                """);
        assertThat((List<?>) found).as("accessibility of " + page.url()).isEmpty();
    }

    private static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(Chromium.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Chooses from the context menu of a row.
    static void choose(Page page, String row, String item) {
        page.locator(row).click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
        page.locator("#menu [role=menuitem]:text-is(\"" + item + "\")").click();
        page.locator("#dialog[open]").waitFor();
    }

    /// Presses a button of the dialog.
    static void press(Page page, String button) {
        page.locator("#dialog button:text-is(\"" + button + "\")").click();
    }

    /// Returns the texts of all that a selector finds.
    static List<String> texts(Page page, String selector) {
        return new ArrayList<>(page.locator(selector).allInnerTexts());
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
