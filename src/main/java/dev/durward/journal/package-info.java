/** What applies are about to do and what became of them, on disk. */
@NullMarked
package dev.durward.journal;

import org.jspecify.annotations.NullMarked;
