/** Runs an external command. */
@NullMarked
package dev.durward.exec;

import org.jspecify.annotations.NullMarked;
