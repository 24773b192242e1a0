/** Asks the router for ports, sees to those that it gave, and reaches for them: router. */
@NullMarked
package dev.durward.cli.router;

import org.jspecify.annotations.NullMarked;
