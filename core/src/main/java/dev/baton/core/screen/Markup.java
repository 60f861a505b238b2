package dev.baton.core.screen;

/// Text inside HTML, SVG and Markdown.
final class Markup {

    private Markup() {}

    /// Returns the text as content or attribute of HTML or XML; what XML 1.0 has no letter for is left out.
    static String escape(String text) {
        return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /// Returns the text on one line of Markdown (CommonMark, and tables of GitHub's), where it means only itself.
    static String markdown(String text) {
        return printable(text).replaceAll("\\s+", " ").replaceAll("[\\\\`*\\[\\]|]", "\\\\$0").replace("&", "&amp;")
                .replace("<", "&lt;");
    }

    /// Returns the text without control characters, such as those by which programs colour their output.
    static String printable(String text) {
        return text.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "")
                .replaceAll("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}&&[^\n\t]]", "");
    }
}
