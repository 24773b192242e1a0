/** What a probe is: its target, what is expected and observed there, and where it comes from. */
@NullMarked
package dev.durward.probe;

import org.jspecify.annotations.NullMarked;
