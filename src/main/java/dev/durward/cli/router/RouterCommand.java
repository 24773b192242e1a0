package dev.durward.cli.router;

import com.beust.jcommander.Parameter;
import dev.durward.apply.ApplyLock;
import dev.durward.cli.host.Host;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.Arguments.Words;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.platform.FirewallException;
import dev.durward.report.RouterView;
import dev.durward.report.Style;
import dev.durward.router.Forward;
import dev.durward.router.Forwarder;
import dev.durward.router.Forwarder.Obstacle;
import dev.durward.router.Forwarder.Renewal;
import dev.durward.router.Grant;
import dev.durward.router.Outcome;
import dev.durward.router.RouterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code router}: what the router before this host forwards to it, and asking it by hand. */
public final class RouterCommand {
  private static final String SUBCOMMANDS = "say status, open PORT, close PORT, renew or verify";

  private final Terminal terminal;
  private final Host host;
  private final Messages messages;
  private final Forwarder forwarder;

  public RouterCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
    this.forwarder = new RouterAccess(host).forwarder();
  }

  private static final class StatusOptions extends Words {
    @Parameter(names = "--output")
    private String output = "text";

    boolean isJson() throws UsageException {
      Arguments.none(words());
      return Arguments.isJson(output);
    }
  }

  private static final class RenewOptions extends Words {
    @Parameter(names = "--timer")
    private @Nullable String timer;

    /** Whether a timer is to begin, or to end; empty if it is about neither. */
    Optional<Boolean> timer() throws UsageException {
      Arguments.none(words());
      if (timer == null) {
        return Optional.empty();
      }
      if (!timer.equals("on") && !timer.equals("off")) {
        throw new UsageException("--timer is on or off, not " + timer);
      }
      return Optional.of(timer.equals("on"));
    }
  }

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    String what = arguments.isEmpty() ? "" : arguments.get(0);
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    return switch (what) {
      case "status" -> status(Arguments.parse(new StatusOptions(), rest).isJson());
      case "open", "close" -> order(RouterOrder.parse(arguments));
      case "renew" -> {
        Optional<Boolean> timer = Arguments.parse(new RenewOptions(), rest).timer();
        yield timer.isPresent() ? timer(timer.get()) : renew();
      }
      case "verify" -> new RouterVerify(terminal, host, forwarder).run(rest);
      default -> throw new UsageException(SUBCOMMANDS);
    };
  }

  private ExitCode status(boolean json) throws FirewallException, InterruptedException {
    List<RouterState> states = forwarder.states();
    List<Grant> elsewhere = new ArrayList<>(forwarder.grants());
    states.forEach(state -> state.grants().forEach(kept -> elsewhere.remove(kept.grant())));
    RouterView view = new RouterView(states, elsewhere);
    terminal.out().print(json ? view.json() : view.text(new Style(terminal.colour())));
    boolean isHeard = states.stream().anyMatch(state -> !state.router().protocols().isEmpty());
    return isHeard ? ExitCode.DONE : ExitCode.IMPOSSIBLE_HERE;
  }

  private ExitCode order(RouterOrder order) throws FirewallException, InterruptedException {
    ApplyLock lock = ApplyLock.take(host.runtime());
    try {
      Forward forward = order.forward();
      if (order.isOpening()) {
        Optional<Obstacle> obstacle = forwarder.obstacle(forward.family());
        if (obstacle.isPresent()) {
          return byHand(obstacle.get(), forward);
        }
      }
      return told(order.carryOut(forwarder));
    } finally {
      lock.close();
    }
  }

  private ExitCode byHand(Obstacle obstacle, Forward forward)
      throws FirewallException, InterruptedException {
    messages.error(obstacle.why());
    terminal.err().println("  try: " + obstacle.remedy());
    forwarder
        .state(forward.family())
        .filter(state -> state.router().protocols().isEmpty())
        .map(state -> RouterView.byHand(state.router().gateway(), Optional.of(forward)))
        .ifPresent(page -> terminal.out().print("\n" + page));
    return ExitCode.IMPOSSIBLE_HERE;
  }

  private ExitCode told(Outcome outcome) {
    String words = RouterWords.of(outcome);
    if (RouterWords.isDone(outcome)) {
      terminal.out().println(words);
      return ExitCode.DONE;
    }
    messages.error(words);
    terminal.err().println("  try: durward router status");
    return ExitCode.NOT_APPLIED;
  }

  private ExitCode timer(boolean on) throws FirewallException, InterruptedException {
    RouterTimer timer = new RouterTimer(host);
    terminal.out().println(on ? timer.begin(forwarder.grants()) : timer.end());
    return ExitCode.DONE;
  }

  private ExitCode renew() throws FirewallException, InterruptedException {
    ApplyLock lock = ApplyLock.take(host.runtime());
    try {
      List<Renewal> renewals = forwarder.renew();
      boolean isWhole = true;
      for (Renewal renewal : renewals) {
        String of = renewal.grant().forward().external() + ": ";
        isWhole &= RouterWords.isDone(renewal.outcome());
        if (RouterWords.isDone(renewal.outcome())) {
          terminal.out().println(of + RouterWords.of(renewal.outcome()));
        } else {
          messages.error(of + RouterWords.of(renewal.outcome()));
        }
      }
      if (renewals.isEmpty()) {
        terminal.out().println("Nothing was given to this host, so that nothing ends.");
      }
      return isWhole ? ExitCode.DONE : ExitCode.NOT_APPLIED;
    } finally {
      lock.close();
    }
  }
}
