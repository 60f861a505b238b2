/// Laws of the controller, on a laboratory cluster.
@NullMarked
package dev.baton.cluster.controller;

import org.jspecify.annotations.NullMarked;
