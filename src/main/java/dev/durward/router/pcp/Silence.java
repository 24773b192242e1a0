package dev.durward.router.pcp;

import dev.durward.router.Outcome;
import java.io.IOException;
import java.net.PortUnreachableException;

/** What is told of a router that has answered once, and doesn't any more. */
final class Silence {
  static final Outcome OUTCOME = new Outcome.Untold("it didn't answer within four seconds");

  private Silence() {}

  static Outcome outcome(IOException e) {
    return new Outcome.Untold(words(e));
  }

  static String words(IOException e) {
    return e instanceof PortUnreachableException
        ? "nobody listens there any more for what it was asked"
        : "it can't be asked: " + e.getMessage();
  }
}
