/** Sends probes from the vantage that the user chooses, and reports: verify. */
@NullMarked
package dev.durward.cli.verify;

import org.jspecify.annotations.NullMarked;
