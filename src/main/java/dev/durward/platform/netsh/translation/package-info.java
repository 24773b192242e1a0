/** Rules of a file to Windows', under Durward's names and marks, and back. */
@NullMarked
package dev.durward.platform.netsh.translation;

import org.jspecify.annotations.NullMarked;
