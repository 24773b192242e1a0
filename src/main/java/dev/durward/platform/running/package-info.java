/** Connections that are open when rules come which refuse them, where nobody ends them by rules. */
@NullMarked
package dev.durward.platform.running;

import org.jspecify.annotations.NullMarked;
