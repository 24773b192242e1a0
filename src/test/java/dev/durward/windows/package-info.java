/**
 * A model of Windows' netsh, strict and independent of the product: the other side of its tests.
 */
@NullMarked
package dev.durward.windows;

import org.jspecify.annotations.NullMarked;
