/// Evidence about the source itself: [WallsTest] keeps who may see whom and what pure code may touch, read from the
/// class files; [TidyTest] keeps what bytecode cannot show, read from the sources. Depends on every module, in test
/// scope only; nothing depends on it. Change a law here only together with the design it keeps.
@NullMarked
package dev.baton.architecture;

import org.jspecify.annotations.NullMarked;
