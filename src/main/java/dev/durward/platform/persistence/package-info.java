/** Lets rules come back with the next boot, and says whether they do. */
@NullMarked
package dev.durward.platform.persistence;

import org.jspecify.annotations.NullMarked;
