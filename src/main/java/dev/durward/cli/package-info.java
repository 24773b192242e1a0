/** Command-line arguments, commands, wiring and exit codes. */
@NullMarked
package dev.durward.cli;

import org.jspecify.annotations.NullMarked;
