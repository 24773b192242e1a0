/** Rules to ufw's, and back, on hosts whose firewall ufw runs. */
@NullMarked
package dev.durward.platform.ufw;

import org.jspecify.annotations.NullMarked;
