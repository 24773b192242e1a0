package dev.durward.cli.router;

import dev.durward.cli.host.Host;
import dev.durward.cli.host.LinuxHost;
import dev.durward.model.Forwarding;
import dev.durward.model.Platform;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.persistence.RenewalTimer;
import dev.durward.report.Finding;
import dev.durward.report.Finding.State;
import dev.durward.report.HistoryView;
import dev.durward.router.Grant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What asks the router anew, before what it has given for a time ends. */
public record RouterTimer(Host host) {
  private static final String ON = "durward router renew --timer on";
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final int MINUTES_OF_A_DAY = 1_440;

  /** How often is often enough: four times in the shortest lease. */
  static Duration due(List<Grant> grants) {
    Duration quarter = shortest(grants).orElse(Forwarding.USUAL).dividedBy(4);
    return quarter.compareTo(LEAST) < 0 ? LEAST : quarter;
  }

  private static Optional<Duration> shortest(List<Grant> grants) {
    return grants.stream()
        .flatMap(grant -> grant.until().map(end -> Duration.between(grant.since(), end)).stream())
        .min(Duration::compareTo);
  }

  private Optional<RenewalTimer> timer() {
    return host instanceof LinuxHost linux
        ? Optional.of(new RenewalTimer(linux.root(), linux.runner()))
        : Optional.empty();
  }

  /** Whether a timer asks twice at least in the time of each. */
  private boolean isKept(List<Grant> grants) {
    Optional<Duration> every = timer().flatMap(RenewalTimer::every);
    return every.isPresent()
        && shortest(grants)
            .filter(lease -> every.get().multipliedBy(2).compareTo(lease) > 0)
            .isEmpty();
  }

  /** When what was given ends, and how it is kept alive; empty if it is, or never ends. */
  Optional<String> advice(List<Grant> grants) {
    Optional<Instant> end =
        grants.stream().flatMap(each -> each.until().stream()).min(Instant::compareTo);
    return isKept(grants)
        ? Optional.empty()
        : end.map(
            time ->
                "The router forwards until "
                    + HistoryView.time(time)
                    + "; so that it goes on:\n  "
                    + ON
                    + "\n");
  }

  /** What is to be said of it where something was given. */
  public Optional<Finding> finding(List<Grant> grants) {
    if (grants.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> every = timer().flatMap(RenewalTimer::every);
    String given = grants.size() == 1 ? "1 port" : grants.size() + " ports";
    if (shortest(grants).isEmpty()) {
      return Optional.of(
          Finding.of(State.OK, "router", given + " of it, given for ever, or asked for alone"));
    }
    return Optional.of(
        isKept(grants)
            ? Finding.of(
                State.OK,
                "router",
                given
                    + " of it, asked for anew each "
                    + every.orElseThrow().toSeconds()
                    + " s by "
                    + RenewalTimer.NAME)
            : Finding.of(
                State.WARNING,
                "router",
                given
                    + " of it, given for a time, and no timer of Durward's asks anew often enough",
                ON));
  }

  /**
   * Has it begin.
   *
   * @return what to say
   * @throws FirewallException if nothing here can be told to do it: with what to do instead
   */
  String begin(List<Grant> grants) throws FirewallException, InterruptedException {
    Duration every = due(grants);
    RenewalTimer timer = timer().filter(RenewalTimer::isPossible).orElse(null);
    if (timer == null) {
      throw new FirewallException(
          Kind.TOOL_MISSING,
          "no systemd boots this host and its network, whose timer could do that",
          other(host.platform(), RouterRunner.program(), every));
    }
    try {
      timer.start(List.of(RouterRunner.program(), "router", "renew"), environment(), every);
    } catch (IOException e) {
      throw unwritten(e);
    }
    return RenewalTimer.NAME + " asks the router anew each " + every.toSeconds() + " s.";
  }

  /** Has it end. */
  String end() throws FirewallException, InterruptedException {
    try {
      if (timer().isPresent()) {
        timer().get().stop();
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
    return "No timer of Durward's asks the router any more.";
  }

  private static FirewallException unwritten(IOException e) {
    return new FirewallException(
        Kind.UNRECORDED, "the timer could not be set: " + e, "run this as root");
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("DURWARD_STATE_DIR", host.journal().folder().toAbsolutePath().toString());
    environment.put("DURWARD_RUNTIME_DIR", host.runtime().toAbsolutePath().toString());
    String java = System.getenv("JAVA_HOME");
    if (java != null) {
      environment.put("JAVA_HOME", java);
    }
    return environment;
  }

  /** What to do where there is no systemd: a command, or a line of root's crontab(5). */
  static String other(Platform platform, String program, Duration every) {
    long minutes = Math.max(1, every.toMinutes());
    if (platform == Platform.WINDOWS) {
      return "schtasks /create /tn \"Durward router\" /ru SYSTEM /sc minute /mo "
          + Math.min(minutes, MINUTES_OF_A_DAY - 1)
          + " /tr \"\\\""
          + program
          + "\\\" router renew\"";
    }
    String when =
        minutes < 60
            ? "*/" + minutes + " * * * *"
            : minutes < MINUTES_OF_A_DAY ? "0 */" + minutes / 60 + " * * *" : "0 3 * * *";
    return "add to root's crontab (crontab -e): " + when + " " + program + " router renew";
  }
}
