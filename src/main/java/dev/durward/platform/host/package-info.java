/** What the operating system itself is asked: capabilities, users, namespaces; token, registry. */
@NullMarked
package dev.durward.platform.host;

import org.jspecify.annotations.NullMarked;
