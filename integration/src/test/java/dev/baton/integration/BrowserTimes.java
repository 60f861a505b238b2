package dev.baton.integration;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Prints how long a browser takes to open pages of a made cluster that changes all the time, and how old is what they
/// show: `BrowserTimes ADDRESS FIRST-CHANGE EVERY-MICROSECONDS`, the two numbers as `MadeServer` of the module `server`
/// prints them. Nothing is judged by it.
final class BrowserTimes {

    private static final int ROUNDS = 9;
    private static final int LOOKS = 200;
    private static final int LOOK_EVERY_MS = 50;
    private static final List<String> PAGES = List.of("", "/groups", "/groups?find=node7%20online&sort=owner", "/nodes",
            "/groups/g7", "/nodes/node3");
    private static final String LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd";
    private static final String PAINTED = "() => performance.getEntriesByType('paint')"
            + ".find(entry => entry.name === 'first-contentful-paint')?.startTime ?? -1";
    /// The number of the last change that the page shows, and the browser's clock at that moment.
    private static final String SHOWN = "() => [Number(/\\b1\\.(\\d+)\\b/.exec(document.querySelector('main')"
            + ".textContent.replaceAll('1.0', ''))?.[1] ?? 0), Date.now()]";

    private BrowserTimes() {}

    public static void main(String[] arguments) {
        String console = arguments[0] + "/console";
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.open(console, ColorScheme.LIGHT);
            System.out.printf("%-44s %10s %10s %10s%n", "PAGE", "LOADED", "WORST", "PAINTED");
            PAGES.forEach(path -> opened(page, console, path));
            page.navigate(console + "/groups/g1");
            followed(page, Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
        }
    }

    private static void opened(Page page, String console, String path) {
        double[] loaded = new double[ROUNDS];
        double[] painted = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            page.navigate(console + path);
            loaded[round] = number(page.evaluate(LOADED));
            painted[round] = number(page.evaluate(PAINTED));
        }
        Arrays.sort(loaded);
        Arrays.sort(painted);
        System.out.printf(Locale.ROOT, "%-44s %7.0f ms %7.0f ms %7.0f ms%n", path.isEmpty() ? "/" : path,
                loaded[ROUNDS / 2], loaded[ROUNDS - 1], painted[ROUNDS / 2]);
    }

    private static void followed(Page page, long first, long every) {
        double[] ages = new double[LOOKS];
        long draws = 0;
        double before = -1;
        for (int look = 0; look < LOOKS; look++) {
            page.waitForTimeout(LOOK_EVERY_MS);
            List<?> shown = (List<?>) page.evaluate(SHOWN);
            ages[look] = number(shown.get(1)) - first - number(shown.get(0)) * every / 1_000;
            draws += number(shown.get(0)) == before ? 0 : 1;
            before = number(shown.get(0));
        }
        Arrays.sort(ages);
        System.out.printf(Locale.ROOT, "what it shows is %.0f ms old, at worst %.0f ms; %.1f draws a second seen%n",
                ages[LOOKS / 2], ages[LOOKS - 1], draws * 1_000.0 / (LOOKS * LOOK_EVERY_MS));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
