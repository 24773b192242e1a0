package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Host;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.PortName;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Passage;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a change from shutting administrators out: the session that this process runs in, and whom
 * the user names.
 *
 * @param sessions those that this process runs in
 * @param terms what the user wants
 */
public record Lockout(Host.Sessions sessions, Terms terms) {
  /**
   * What the user wants.
   *
   * @param ports that are to stay open to whoever comes in now
   * @param allowed whether the change is to be made all the same
   */
  public record Terms(List<PortName> ports, boolean allowed) {
    public Terms {
      ports = List.copyOf(ports);
    }
  }

  /** The options that say so. */
  public static final class Options {
    @Parameter(names = "--protect")
    private List<String> ports = new ArrayList<>();

    @Parameter(names = "--allow-lockout")
    private boolean allowed;

    /** What was said, with ports that are ports. */
    public Terms terms() throws UsageException {
      List<PortName> names = new ArrayList<>();
      for (String port : ports) {
        names.add(PortName.parse(port));
      }
      return new Terms(names, allowed);
    }
  }

  /** That of a change of this host. */
  public static Lockout on(Host host, Terms terms) {
    return new Lockout(host.sessions(), terms);
  }

  /** That of a change of another host, to which no session of this one leads. */
  public static Lockout elsewhere(Terms terms) {
    return new Lockout(List::of, terms);
  }

  /** A plan with what it would shut out: an error, unless that is allowed. */
  public Plan judged(Plan plan, HostSnapshot before, Desired desired) {
    if (plan.isEmpty() || plan.isObstructed() || !before.mayShut(plan)) {
      return plan;
    }
    List<Passage> passages = new ArrayList<>();
    sessions.find().forEach(session -> passages.add(Passage.of(session)));
    terms.ports().forEach(port -> passages.add(Passage.to(port.number(), port.protocol())));
    if (passages.isEmpty()) {
      return plan;
    }
    List<Diagnostic> notices = new ArrayList<>();
    before
        .losses(plan, passages)
        .forEach(loss -> notices.add(LossWords.notice(loss, desired, terms.allowed())));
    return plan.with(notices);
  }
}
