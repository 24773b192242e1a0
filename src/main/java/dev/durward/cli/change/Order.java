package dev.durward.cli.change;

import dev.durward.journal.Cause;
import dev.durward.plan.Desired;

/**
 * A change that somebody wants.
 *
 * @param desired what the host is to hold
 * @param cause who wants it, and from what
 */
record Order(Desired desired, Cause cause) {}
