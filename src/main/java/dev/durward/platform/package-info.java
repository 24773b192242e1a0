/** The adapter of a platform's firewall: check, snapshot, render. */
@NullMarked
package dev.durward.platform;

import org.jspecify.annotations.NullMarked;
