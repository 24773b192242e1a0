/** What a host's firewalls do as they stand, whoever wrote them: explain and doctor. */
@NullMarked
package dev.durward.cli.examination;

import org.jspecify.annotations.NullMarked;
