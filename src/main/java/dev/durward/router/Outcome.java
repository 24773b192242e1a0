package dev.durward.router;

/** What has become of a question to a router. */
public sealed interface Outcome {
  /** The port leads here, as asked. */
  record Mapped(Grant grant) implements Outcome {}

  /** It has done so before, and does for a new lease. */
  record AlreadyMine(Grant grant) implements Outcome {}

  /** It leads no longer here, or never did. */
  record Removed() implements Outcome {}

  /**
   * Somebody else has it; nothing was changed.
   *
   * @param holder who, as far as the router says: {@code 192.168.1.7:443 (Web)}
   */
  record Conflict(String holder) implements Outcome {}

  /**
   * The router gave another port than the one that was asked for; it was given back.
   *
   * @param port the one that it gave
   */
  record OtherPort(int port) implements Outcome {}

  /**
   * The router won't.
   *
   * @param reason what it said, in words, with its code
   */
  record Refused(String reason) implements Outcome {}

  /**
   * Whether it was done is not known.
   *
   * @param reason what was seen: no answer within the time, an answer that can't be read
   */
  record Untold(String reason) implements Outcome {}
}
