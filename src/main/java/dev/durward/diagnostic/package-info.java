/** Findings for the user, with their place in the source. */
@NullMarked
package dev.durward.diagnostic;

import org.jspecify.annotations.NullMarked;
