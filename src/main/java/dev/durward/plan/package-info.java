/** Desired rules against a snapshot of the host: a list of changes. Pure. */
@NullMarked
package dev.durward.plan;

import org.jspecify.annotations.NullMarked;
