/** What passes between a command and its user: arguments, streams, messages, exit codes. */
@NullMarked
package dev.durward.cli.terminal;

import org.jspecify.annotations.NullMarked;
