/// The pages of the console as HTML, made from values: what a node knows of the cluster goes in, a page comes out. Asks
/// nobody, decides nothing, knows no web server; the words are those of the command line, by the same functions.
///
/// A page's model is a record here; its template, in `src/main/jte`, says only how it looks.
@NullMarked
package dev.baton.console;

import org.jspecify.annotations.NullMarked;
