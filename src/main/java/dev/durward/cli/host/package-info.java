/** The host that commands work on: who keeps its rules, and what they are, live or in a dump. */
@NullMarked
package dev.durward.cli.host;

import org.jspecify.annotations.NullMarked;
