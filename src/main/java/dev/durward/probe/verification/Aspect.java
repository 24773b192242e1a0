package dev.durward.probe.verification;

import dev.durward.probe.Endpoint;

/**
 * One thing about the service behind a port.
 *
 * @param target the port
 * @param check what of it, as reports name it: {@code cert-expiry}
 */
public record Aspect(Endpoint target, String check) {
  /** {@code cert-expiry at 192.0.2.1:443}. */
  @Override
  public String toString() {
    return check + " at " + target;
  }
}
