package dev.durward.probe.verification;

import dev.durward.probe.Outcome;

/** What the host's rules say will become of a probe, before anybody has looked. */
public enum Prediction {
  /** It comes to the host's sockets. */
  OPEN("open"),
  /** It vanishes. */
  SHUT("shut"),
  /** It is refused with an answer. */
  REFUSED("refused"),
  /** It goes to another host, and whatever answers is there. */
  LED_AWAY("led-away"),
  /** The rules alone don't tell: on a rate, on what was seen before, on the way that it takes. */
  DEPENDS("depends"),
  /** The rules aren't known, or the probe meets none of them. */
  UNKNOWN("");

  private final String word;

  Prediction(String word) {
    this.word = word;
  }

  /** The name in reports; empty where nothing is predicted. */
  public String word() {
    return word;
  }

  /**
   * Whether what was seen can't be so if it holds. Where the way is free a host itself refuses
   * where nobody listens, and silence is a service's; a refusal may be held back by the kernel.
   */
  public boolean isContradictedBy(Outcome outcome) {
    return switch (outcome) {
      case OPEN, ANSWERED -> this == SHUT || this == REFUSED;
      case REFUSED -> this == SHUT;
      case REJECTED -> this == SHUT || this == OPEN;
      case FILTERED -> this == OPEN;
      default -> false;
    };
  }
}
