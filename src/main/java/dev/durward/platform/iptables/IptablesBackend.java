package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Rereading;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.RuleRenderer;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Variant;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps rules through iptables and ip6tables, in chains of its own. */
public final class IptablesBackend implements FirewallBackend {
  private static final int MANY_RULES = 1_000;

  private final Tools.Finder finder;
  private final CommandRunner runner;
  private final Supplier<Capabilities> capabilities;
  private final UserNumbers users;

  /**
   * @param finder finds the programs of the host, each time the host is asked
   * @param runner runs them
   * @param capabilities what this process may do
   * @param users looks users up
   */
  public IptablesBackend(
      Tools.Finder finder,
      CommandRunner runner,
      Supplier<Capabilities> capabilities,
      UserNumbers users) {
    this.finder = finder;
    this.runner = runner;
    this.capabilities = capabilities;
    this.users = users;
  }

  @Override
  public List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    return IptablesCheck.check(desired, sources, users);
  }

  @Override
  public List<Realized> realize(RuleSet desired, LocalDate day) {
    return Stream.concat(
            each(desired).map(rule -> realize(desired.policy(), rule, day)),
            InboundBlock.realize(desired).stream())
        .toList();
  }

  /** The rules, to be looked at each by itself: of many, each core takes its part. */
  static Stream<Rule> each(RuleSet desired) {
    return desired.rules().size() > MANY_RULES
        ? desired.rules().parallelStream()
        : desired.rules().stream();
  }

  private Realized realize(String policy, Rule rule, LocalDate day) {
    return Realized.of(policy, rule, Platform.LINUX, day, (each, mark) -> entries(policy, each));
  }

  private List<Entry> entries(String policy, Rule rule) {
    String uid = rule.linux().user().flatMap(users::number).orElse("");
    return RuleRenderer.render(policy, rule, uid);
  }

  @Override
  public void requirePermission() throws FirewallException {
    if (!capabilities.get().netAdmin()) {
      // Without it iptables-legacy-save prints nothing, with exit code 0.
      throw new FirewallException(
          Kind.NOT_PERMITTED,
          "this process lacks the capability CAP_NET_ADMIN, without which rules can be neither"
              + " read nor changed",
          "run this as root, or plan against a dump with --from");
    }
  }

  @Override
  public IptablesSnapshot snapshot() throws FirewallException, InterruptedException {
    requirePermission();
    return new HostReader(finder.find(), runner).read();
  }

  /** A family is read as soon as its restore is through, while the other's is on its way. */
  @Override
  public Rereading rereading() {
    return new Rereading() {
      private @Nullable HostReader reader;

      @Override
      public void taken(Step step) {
        for (Family family : Family.values()) {
          if (step.label().equals(family.word())) {
            try {
              reader().begin(family);
            } catch (FirewallException e) {
              reader = null; // there are no programs any more: whoever reads the rest is told
            }
          }
        }
      }

      @Override
      public IptablesSnapshot snapshot() throws FirewallException, InterruptedException {
        requirePermission();
        return reader().read();
      }

      private HostReader reader() throws FirewallException {
        HostReader begun = reader;
        if (begun == null) {
          begun = new HostReader(finder.find(), runner);
          reader = begun;
        }
        return begun;
      }
    };
  }

  /**
   * How many packets each rule has decided about, of connections opened from outside.
   *
   * @throws IOException if the host can't be read
   */
  public Map<RuleCounters.Key, Long> counters() throws IOException, InterruptedException {
    try {
      return new HostReader(finder.find(), runner).counters();
    } catch (FirewallException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether tables that iptables doesn't keep have a say about what comes in or goes out. */
  public boolean hasNativeFilters() throws FirewallException, InterruptedException {
    return new HostReader(finder.find(), runner).hasNativeFilters();
  }

  /** Which variant of iptables the host has. */
  public Variant variant() throws FirewallException, InterruptedException {
    return finder.find().variant(runner);
  }

  /** A backend for plans against dumps, where there is no iptables and no user is known. */
  public static IptablesBackend offline() {
    return new IptablesBackend(
        () -> Tools.USUAL,
        command -> {
          throw new IOException("no command is run for a dump");
        },
        () -> new Capabilities(0),
        user -> Optional.of(user));
  }

  /** A shell script that makes rules so on any host, whatever rules of theirs are there. */
  public static String shellScript(List<ScriptSource> sources) {
    return ShellScript.write(sources);
  }

  /**
   * The shell script that puts rules back at boot.
   *
   * @param tools the programs that they were made with
   * @param folder where {@link OwnRules} are kept as {@code ipv4.rules} and {@code ipv6.rules}
   */
  public static String bootScript(Tools tools, String folder) {
    return BootScript.write(tools, folder);
  }

  /**
   * What {@code iptables-restore --noflush} of a family reads to make a plan so, which was made
   * against a snapshot of this platform.
   */
  public static String restoreText(List<ScriptSource> sources, Plan plan, Family family) {
    return RestoreText.write(sources, plan, family);
  }

  /** The state of a host as {@code iptables-save} and {@code ip6tables-save} printed it. */
  public static IptablesSnapshot snapshotOf(Dump ipv4, Dump ipv6) throws FirewallException {
    return new IptablesSnapshot(
        Tools.USUAL,
        List.of(
            new FamilyState(Family.IPV4, ipv4.tables()),
            new FamilyState(Family.IPV6, ipv6.tables())),
        List.of());
  }

  /**
   * A dump of one family.
   *
   * @param name the file's name, for messages
   * @param content what {@code iptables-save} printed
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Dump(String name, byte[] content) {
    SaveDump tables() throws FirewallException {
      try {
        return SaveDump.parse(content);
      } catch (SaveDump.Unreadable e) {
        throw new FirewallException(
            Kind.UNREADABLE,
            name + " is not a whole dump of iptables-save: " + e.getMessage(),
            "make it again with iptables-save > FILE");
      }
    }
  }

  /** Looks users up. */
  @FunctionalInterface
  public interface UserNumbers {
    /** The number of a user, given by name or number; empty if there is no such user here. */
    Optional<String> number(String user);

    /** Asks the host's {@code /etc/passwd} and {@code id}. */
    static UserNumbers ofHost(CommandRunner runner) {
      return user -> {
        if (user.chars().allMatch(c -> c >= '0' && c <= '9')) {
          return Optional.of(user);
        }
        try {
          var result = runner.run(Command.of("/usr/bin/id", "-u", "--", user));
          return result.succeeded() ? Optional.of(result.text().strip()) : Optional.empty();
        } catch (IOException e) {
          return Optional.empty();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      };
    }
  }
}
