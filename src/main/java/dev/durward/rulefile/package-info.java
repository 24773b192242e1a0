/** YAML text to a rule set, or to diagnostics. */
@NullMarked
package dev.durward.rulefile;

import org.jspecify.annotations.NullMarked;
