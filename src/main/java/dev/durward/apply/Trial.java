package dev.durward.apply;

import dev.durward.platform.FirewallException;
import java.util.Optional;

/** Says of a change that has just been made whether it stands. */
@FunctionalInterface
public interface Trial {
  /**
   * Why the change must be taken back; empty if it stands. It runs on the host as changed, and a
   * signal that ends the JVM interrupts it.
   *
   * @throws FirewallException if there is no telling: the change is taken back then
   * @throws InterruptedException likewise
   */
  Optional<String> objection() throws FirewallException, InterruptedException;
}
