/** Rules to firewalld's rich rules in policy objects of Durward's own, and back. */
@NullMarked
package dev.durward.platform.firewalld;

import org.jspecify.annotations.NullMarked;
