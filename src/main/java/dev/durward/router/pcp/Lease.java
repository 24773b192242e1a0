package dev.durward.router.pcp;

import dev.durward.router.Grant;
import java.time.Instant;

/** How long a router's word holds. */
final class Lease {
  private Lease() {}

  /** Whether what was given before hasn't ended: what is asked for now is a new lease of it. */
  static boolean isRunning(Grant grant) {
    return grant.until().filter(end -> end.isAfter(Instant.now())).isPresent();
  }
}
