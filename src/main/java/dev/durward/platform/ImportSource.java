package dev.durward.platform;

import java.util.Optional;

/** Where rules are imported from: a host, or what was dumped of one. */
@FunctionalInterface
public interface ImportSource {
  /**
   * Reads the rules whole, or not at all.
   *
   * @param policy the policy that they are to be of; empty for the one that Durward's own rules
   *     there are of, or {@link Imported#POLICY}
   */
  Imported read(Optional<String> policy) throws FirewallException, InterruptedException;
}
