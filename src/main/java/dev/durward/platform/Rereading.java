package dev.durward.platform;

import dev.durward.plan.Script.Step;

/** A look at a host behind a script, which may begin before the script is through. */
public interface Rereading {
  /** That a step has been taken: what it has changed can be read while others are. */
  void taken(Step step);

  /**
   * The host, each part of it read after the step that changes it. A failed or partial read is an
   * exception, never an empty host.
   */
  HostSnapshot snapshot() throws FirewallException, InterruptedException;
}
