package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import dev.durward.apply.Recorder;
import dev.durward.apply.Trial;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.journal.Confirmation;
import dev.durward.journal.Confirmation.State;
import dev.durward.journal.Journal;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Retreat;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.probe.verification.Comparison;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.router.Wanted;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a change is taken back unless somebody confirms it.
 *
 * @param seconds in which time
 * @param byProbe whether probes that all pass do it
 */
record Confirm(int seconds, boolean byProbe) {
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,4})([smh]?)");
  private static final int LONGEST_SECONDS = 24 * 60 * 60;

  static final String BY_PROBE = "--confirm-by-probe";

  /** The option that says in which time. */
  static final class Options {
    @Parameter(names = "--confirm")
    private @Nullable String confirm;

    /** Empty where a change is to stand at once. */
    Optional<Confirm> confirm(boolean byProbe) throws UsageException {
      if (confirm == null && byProbe) {
        throw new UsageException(BY_PROBE + " says who confirms: add --confirm TIME");
      }
      return confirm == null
          ? Optional.empty()
          : Optional.of(new Confirm(seconds(confirm), byProbe));
    }

    private static int seconds(String text) throws UsageException {
      Matcher time = TIME.matcher(text);
      if (time.matches()) {
        int unit =
            switch (time.group(2)) {
              case "m" -> 60;
              case "h" -> 60 * 60;
              default -> 1;
            };
        int seconds = Integer.parseInt(time.group(1)) * unit;
        if (seconds <= LONGEST_SECONDS) {
          return seconds;
        }
      }
      throw new UsageException("--confirm is a time like 60s, 5m or 1h, at most 24h, not " + text);
    }
  }

  /**
   * Leaves a change that stands its own trial waiting to be confirmed, if it can be: with the way
   * back from what is on the host now, unless there is one for whatever was done.
   *
   * @param trial what else the change has to stand
   * @param recorder writes it down
   * @param seen what the probes saw
   */
  Trial after(
      Optional<Trial> trial,
      Plan plan,
      FirewallBackend firewall,
      Recorder recorder,
      Supplier<Optional<Comparison>> seen) {
    return () -> {
      Optional<String> objection = trial.isPresent() ? trial.get().objection() : Optional.empty();
      return objection.isPresent() ? objection : wait(plan, firewall, recorder, seen.get());
    };
  }

  private Optional<String> wait(
      Plan plan, FirewallBackend firewall, Recorder recorder, Optional<Comparison> seen)
      throws FirewallException, InterruptedException {
    Confirmation confirmation = recorder.confirmation();
    try {
      if (plan.before().retreat(plan) instanceof Retreat.Undo) {
        Plan back = Planner.plan(Wanted.withoutRouter(plan.asBefore()), firewall.snapshot());
        recorder.takeBackBy(back.before().render(back).text());
      }
      if (byProbe && seen.filter(Confirm::isProof).isPresent()) {
        confirmation.decide(State.CONFIRMED);
      }
      return confirmation.state() == State.EXPIRED
          ? Optional.of("the " + seconds + " seconds to confirm it in were over before it was made")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("the way back could not be written down: " + Journal.reason(e));
    }
  }

  /** Whether nothing failed, and nothing could not be told. */
  private static boolean isProof(Comparison seen) {
    return seen.after().count(Verdict.PASS) > 0
        && seen.after().count(Verdict.FAIL) == 0
        && seen.after().count(Verdict.UNTESTED) == 0;
  }
}
