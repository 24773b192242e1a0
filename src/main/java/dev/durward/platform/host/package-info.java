/** What the operating system itself is asked: capabilities, users, network namespaces. */
@NullMarked
package dev.durward.platform.host;

import org.jspecify.annotations.NullMarked;
