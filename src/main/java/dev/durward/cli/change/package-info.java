/** Changes the host, agreed to, proved, confirmed: apply, remove, rollback, confirm. */
@NullMarked
package dev.durward.cli.change;

import org.jspecify.annotations.NullMarked;
