/** The rule files that commands are given, and whoever else can write them. */
@NullMarked
package dev.durward.cli.policy;

import org.jspecify.annotations.NullMarked;
