package dev.durward.probe.verification;

/**
 * What an observation means for the rules.
 *
 * @param verdict whether the host is as they say
 * @param reason why, without a full stop
 */
public record Judgement(Verdict verdict, String reason) {
  /** Whether the host is as the rules say. */
  public enum Verdict {
    PASS("passed"),
    FAIL("failed"),
    /** Could not be told: never as good as passed. */
    UNTESTED("untested");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** The participle in reports. */
    public String word() {
      return word;
    }
  }

  /** That it is. */
  public static Judgement pass(String reason) {
    return new Judgement(Verdict.PASS, reason);
  }

  /** That it isn't. */
  public static Judgement fail(String reason) {
    return new Judgement(Verdict.FAIL, reason);
  }

  /** That nobody knows. */
  public static Judgement untested(String reason) {
    return new Judgement(Verdict.UNTESTED, reason);
  }
}
