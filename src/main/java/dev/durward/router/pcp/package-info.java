/** Asks routers by the Port Control Protocol and by its forerunner, NAT-PMP. */
@NullMarked
package dev.durward.router.pcp;

import org.jspecify.annotations.NullMarked;
