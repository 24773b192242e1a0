package dev.durward.cli.change;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Mark;
import dev.durward.platform.Loss;
import dev.durward.platform.ManagementSession;
import dev.durward.platform.Passage;
import java.util.Optional;

/** What a change would shut out, for people: the rule that does it, whom, and what to do. */
final class LossWords {
  private LossWords() {}

  /** Tells of a loss. */
  static Diagnostic notice(Loss loss, Desired desired, boolean allowed) {
    String message = subject(loss, desired) + " would " + consequence(loss) + ": " + whom(loss);
    return new Diagnostic(
        allowed ? Severity.WARNING : Severity.ERROR,
        loss.rule().flatMap(desired.places()::of),
        message,
        Optional.of(allowed ? "make sure that there is another way in" : remedy(loss)));
  }

  private static String subject(Loss loss, Desired desired) {
    if (loss.rule().isEmpty()) {
      return "this change";
    }
    Mark mark = loss.rule().get();
    String name = "`" + mark.rule() + "`";
    if (!loss.goes()) {
      return name;
    }
    boolean stays =
        desired.rules().stream()
            .anyMatch(rule -> rule.mark().equals(mark) && !rule.entries().isEmpty());
    return (stays ? "the change of " : "taking away ") + name;
  }

  private static String consequence(Loss loss) {
    return loss.passage().session().isPresent()
        ? "lock you out"
        : "shut " + loss.passage().door() + ", which --protect names";
  }

  private static String whom(Loss loss) {
    String verb = loss.certain() ? " keeps out " : " may keep out ";
    Passage passage = loss.passage();
    String whom =
        passage
            .session()
            .map(session -> (loss.cuts() ? "" : "new connections like ") + words(session, passage))
            .orElse("some who come in now");
    return (loss.decider().isEmpty() ? "it" : loss.decider()) + verb + whom;
  }

  private static String words(ManagementSession session, Passage passage) {
    String from = session.peer().map(peer -> " from " + peer.address()).orElse("");
    return "your "
        + session.kind()
        + " session"
        + from
        + " to port "
        + passage.door()
        + " ("
        + session.found()
        + ")";
  }

  private static String remedy(Loss loss) {
    String other = "add --allow-lockout if there is another way in";
    if (loss.rule().isEmpty()) {
      return other;
    }
    if (!loss.goes() && loss.rule().get().rule().equals(RuleSet.INBOUND_BLOCK)) {
      return "write a rule that allows it, or " + other;
    }
    boolean narrow = !loss.goes() && loss.passage().session().isPresent();
    return loss.goes()
        ? "keep that rule as it is, or " + other
        : narrow
            ? "leave that address out of the rule, or " + other
            : "narrow the rule, or " + other;
  }
}
