/** UPnP Internet Gateway Device, versions 1 and 2: finds it, reads it, and asks it for ports. */
@NullMarked
package dev.durward.router.upnp;

import org.jspecify.annotations.NullMarked;
