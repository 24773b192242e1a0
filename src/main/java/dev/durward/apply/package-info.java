/** Lock, run, check, try, roll back, recover: a plan made so, whole or not at all. */
@NullMarked
package dev.durward.apply;

import org.jspecify.annotations.NullMarked;
