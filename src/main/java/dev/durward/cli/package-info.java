/** Finds the command, wires it, ends with its exit code; and the commands that only look. */
@NullMarked
package dev.durward.cli;

import org.jspecify.annotations.NullMarked;
