/// What people ask of the leader ([Ask], [Request]) and what it answers ([Answer]): the words that command line, REST
/// interface and controller share. Values only; how they are written down is the catalogue's `Json`.
@NullMarked
package dev.baton.coordination.request;

import org.jspecify.annotations.NullMarked;
