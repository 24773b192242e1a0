/** What the user reads: text and JSON. */
@NullMarked
package dev.durward.report;

import org.jspecify.annotations.NullMarked;
