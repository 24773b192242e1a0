/** Platform-neutral rules, ports, addresses and flows, and their evaluation. */
@NullMarked
package dev.durward.model;

import org.jspecify.annotations.NullMarked;
