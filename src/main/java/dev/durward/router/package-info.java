/** What is asked of the router before this host: ports forwarded to it, and who holds them. */
@NullMarked
package dev.durward.router;

import org.jspecify.annotations.NullMarked;
