package dev.durward.router;

import dev.durward.platform.Gateway;
import java.util.Optional;

/** Finds out whether a router speaks a protocol. */
@FunctionalInterface
public interface Seeker {
  /** It, ready to be asked; empty if it hasn't answered to it within four seconds. */
  Optional<RouterProtocol> seek(Gateway gateway) throws InterruptedException;
}
