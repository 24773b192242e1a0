/** Derives probes from rules, observes, and judges what was seen. */
@NullMarked
package dev.durward.probe;

import org.jspecify.annotations.NullMarked;
