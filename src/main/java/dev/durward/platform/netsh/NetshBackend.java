package dev.durward.platform.netsh;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.Networks;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.NetshCheck;
import dev.durward.platform.netsh.translation.OwnRule;
import dev.durward.platform.netsh.translation.RuleTranslation;
import dev.durward.platform.netsh.translation.Variables;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps rules of Defender Firewall through netsh, and reads them from the registry. */
public final class NetshBackend implements FirewallBackend {
  private static final String USUAL_NETSH = "C:\\Windows\\System32\\netsh.exe";

  private final Registry registry;
  private final String netsh;
  private final Elevation elevation;
  private final Variables variables;

  /**
   * @param registry the host's
   * @param netsh the path of netsh.exe there
   * @param elevation whether this process may change rules
   * @param variables of the host's environment
   */
  public NetshBackend(Registry registry, String netsh, Elevation elevation, Variables variables) {
    this.registry = registry;
    this.netsh = netsh;
    this.elevation = elevation;
    this.variables = variables;
  }

  /** Whether a process may change rules. */
  @FunctionalInterface
  public interface Elevation {
    boolean isElevated() throws FirewallException;
  }

  /** A backend for plans against exports, which can't change anything. */
  public static NetshBackend offline(Registry registry) {
    return new NetshBackend(registry, USUAL_NETSH, () -> false, Variables.USUAL);
  }

  /** A backend for scripts that run on hosts of which nothing is known. */
  public static NetshBackend forScripts() {
    return new NetshBackend(path -> Optional.empty(), USUAL_NETSH, () -> false, Variables.KEPT);
  }

  @Override
  public List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    return NetshCheck.check(desired, sources, variables);
  }

  @Override
  public List<Realized> realize(RuleSet desired, LocalDate day) {
    return Stream.concat(
            desired.rules().stream()
                .map(
                    rule ->
                        Realized.of(desired.policy(), rule, Platform.WINDOWS, day, this::entries)),
            InboundBlock.realize(desired).stream())
        .toList();
  }

  private List<Entry> entries(Rule rule, Mark mark) {
    return RuleTranslation.translate(mark.policy(), rule, variables).stream()
        .map(each -> new OwnRule(mark, each).entry())
        .toList();
  }

  @Override
  public void requirePermission() throws FirewallException {
    if (!elevation.isElevated()) {
      throw new FirewallException(
          Kind.NOT_PERMITTED,
          "this process is not elevated, and Windows lets only elevated ones change its firewall",
          "open a terminal with \"Run as administrator\", and run this there");
    }
  }

  @Override
  public DefenderSnapshot snapshot() throws FirewallException {
    return new DefenderSnapshot(netsh, FirewallPolicy.read(registry), Networks.read(registry));
  }
}
