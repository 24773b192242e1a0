package dev.durward.cli.router;

import dev.durward.router.Grant;
import dev.durward.router.Outcome;

/** What a router has said, for people. */
final class RouterWords {
  private RouterWords() {}

  /** Whether what was asked for is so. */
  static boolean isDone(Outcome outcome) {
    return outcome instanceof Outcome.Mapped
        || outcome instanceof Outcome.AlreadyMine
        || outcome instanceof Outcome.Removed;
  }

  /** One clause without a full stop. */
  static String of(Outcome outcome) {
    if (outcome instanceof Outcome.Mapped mapped) {
      return "mapped: " + way(mapped.grant());
    }
    if (outcome instanceof Outcome.AlreadyMine mine) {
      return "asked for anew: " + way(mine.grant());
    }
    if (outcome instanceof Outcome.Removed) {
      return "closed";
    }
    if (outcome instanceof Outcome.Conflict conflict) {
      return "conflict: the port leads to " + conflict.holder() + ", and nothing was changed";
    }
    if (outcome instanceof Outcome.OtherPort other) {
      return "different port: the router would give " + other.port() + " alone, which was undone";
    }
    if (outcome instanceof Outcome.Refused refused) {
      return "refused by the router: " + refused.reason();
    }
    return "not told: " + ((Outcome.Untold) outcome).reason();
  }

  private static String way(Grant grant) {
    return grant.forward().external()
        + " to "
        + grant.internal()
        + " port "
        + grant.forward().internalPort()
        + " by "
        + grant.method().title()
        + grant.until().map(end -> " until " + end).orElse(", for ever");
  }
}
