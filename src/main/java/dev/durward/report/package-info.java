/** What the user reads: text, JSON, JUnit XML, Prometheus text and HTML. */
@NullMarked
package dev.durward.report;

import org.jspecify.annotations.NullMarked;
