package dev.durward.platform.netsh;

import dev.durward.platform.Explanation;
import dev.durward.platform.Question;
import java.util.List;

/** Who decides about a port in Defender Firewall. */
final class DefenderExplanation {
  private DefenderExplanation() {}

  static Explanation of(DefenderSnapshot host, Question question) {
    return new Explanation(List.of(), List.of());
  }
}
