package dev.durward.rulefile;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.Inbound;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.WindowsOptions;
import dev.durward.model.WindowsOptions.Edge;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a rule file part by part; what a rule has by default is left out. {@link RuleFileParser}
 * reads the same rules back, of each rule set that a file can say.
 */
public final class RuleFileWriter {
  private static final String LIST_INDENT = "      ";

  private final String policy;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private Inbound inbound = Inbound.ALLOW;
  private boolean hasRules;

  /**
   * @param policy the file's policy
   */
  public RuleFileWriter(String policy) {
    this.policy = policy;
  }

  /** A whole file without comments. */
  public static String write(RuleSet rules) {
    RuleFileWriter writer = new RuleFileWriter(rules.policy()).inbound(rules.inbound());
    rules.rules().forEach(writer::rule);
    return writer.text();
  }

  /** A line of comment at the file's beginning. */
  public RuleFileWriter heading(String text) {
    head.append(comment("", text));
    return this;
  }

  /** What becomes of all that no rule speaks about. */
  public RuleFileWriter inbound(Inbound word) {
    inbound = word;
    return this;
  }

  /** A line of comment between the rules; characters that no file may have are replaced. */
  public RuleFileWriter remark(String text) {
    body.append(comment("  ", text));
    return this;
  }

  private static String comment(String indent, String text) {
    String clean = YamlText.comment(text);
    return indent + (clean.isEmpty() ? "#" : "# " + clean) + "\n";
  }

  /** The file as it is by now. */
  public String text() {
    return head
        + "version: 1\npolicy: "
        + YamlText.scalar(policy)
        + (inbound == Inbound.ALLOW ? "" : "\ndefaults:\n  inbound: " + Words.INBOUND.of(inbound))
        + (hasRules ? "\nrules:\n" : "\nrules: []\n")
        + body;
  }

  /** A rule that a file can say. */
  public RuleFileWriter rule(Rule rule) {
    hasRules = true;
    body.append("  - name: ").append(YamlText.scalar(rule.name())).append('\n');
    rule.description().ifPresent(text -> put("description", YamlText.scalar(text)));
    rule.justification().ifPresent(text -> put("justification", YamlText.scalar(text)));
    rule.owner().ifPresent(text -> put("owner", YamlText.scalar(text)));
    rule.expires().ifPresent(day -> put("expires", day.toString()));
    if (!rule.directions().equals(Set.of(Direction.IN))) {
      put("direction", words(rule.directions(), Words.DIRECTIONS));
    }
    if (rule.action() != Action.ALLOW) {
      put("action", Words.ACTIONS.of(rule.action()));
    }
    if (!rule.protocols().equals(List.of(Protocol.TCP))) {
      put("protocol", list(rule.protocols().stream().map(Protocol::word).toList()));
    }
    if (rule.protocols().stream().allMatch(Protocol::hasPorts)) {
      put("ports", ports(rule.destinationPorts()));
    }
    addresses("remote", rule.remote());
    if (!rule.sourcePorts().isAll()) {
      boolean in = rule.directions().contains(Direction.IN);
      put(in ? "remote-ports" : "local-ports", ports(rule.sourcePorts()));
    }
    addresses("local", rule.local());
    if (!rule.families().equals(EnumSet.allOf(Family.class))) {
      put("families", words(rule.families(), Words.FAMILIES));
    }
    if (!rule.platforms().equals(EnumSet.allOf(Platform.class))) {
      put("platforms", words(rule.platforms(), Words.PLATFORMS));
    }
    if (!rule.enabled()) {
      put("enabled", "false");
    }
    windows(rule.windows());
    linux(rule.linux());
    verify(rule.expectation());
    rule.forwarding().ifPresent(this::router);
    return this;
  }

  private void windows(WindowsOptions windows) {
    if (windows.equals(WindowsOptions.NONE)) {
      return;
    }
    body.append("    windows:\n");
    if (!windows.profiles().equals(WindowsOptions.NONE.profiles())) {
      put("  profiles", words(windows.profiles(), Words.PROFILES));
    }
    windows.program().ifPresent(path -> put("  program", YamlText.scalar(path)));
    windows.service().ifPresent(name -> put("  service", YamlText.scalar(name)));
    if (!windows.interfaceTypes().isEmpty()) {
      put("  interface-type", words(windows.interfaceTypes(), Words.INTERFACE_TYPES));
    }
    if (windows.edge() != Edge.NO) {
      put("  edge", Words.EDGES.of(windows.edge()));
    }
    if (!windows.remote().isEmpty()) {
      put("  remote", words(windows.remote(), Words.REMOTE_KEYWORDS));
    }
    if (!windows.icmpTypes().isEmpty()) {
      put(
          "  icmp-types",
          list(new TreeSet<>(windows.icmpTypes()).stream().map(String::valueOf).toList()));
    }
  }

  private void linux(LinuxOptions linux) {
    if (linux.equals(LinuxOptions.NONE)) {
      return;
    }
    body.append("    linux:\n");
    if (!linux.interfaces().isEmpty()) {
      List<String> names = linux.interfaces().stream().map(YamlText::scalar).toList();
      put("  interfaces", YamlText.list(names, LIST_INDENT));
    }
    if (linux.log()) {
      put("  log", "true");
    }
    linux.limit().ifPresent(limit -> put("  limit", limit.toString()));
    linux.user().ifPresent(user -> put("  user", YamlText.scalar(user)));
  }

  private void verify(Expectation expectation) {
    if (expectation.equals(Expectation.NONE)) {
      return;
    }
    body.append("    verify:\n");
    expectation.tls().ifPresent(this::tls);
    expectation
        .http()
        .ifPresent(
            http -> {
              put("  http", "");
              put("    path", YamlText.scalar(http.path()));
              http.status().ifPresent(status -> put("    status", String.valueOf(status)));
              flag("    https-redirect", http.httpsRedirect());
            });
  }

  private void router(Forwarding forwarding) {
    boolean isBare = forwarding.equals(ForwardingReader.BARE);
    put("router", isBare ? "{}" : "");
    forwarding.externalPort().ifPresent(port -> put("  external-port", String.valueOf(port)));
    if (!forwarding.families().equals(ForwardingReader.BARE.families())) {
      put("  families", words(forwarding.families(), Words.FAMILIES));
    }
    if (!forwarding.lease().equals(Forwarding.USUAL)) {
      put("  lease", forwarding.time());
    }
  }

  private void tls(Expectation.Tls tls) {
    boolean isBare = tls.equals(ExpectationReader.BARE_TLS);
    put("  tls", isBare ? "{}" : "");
    tls.host().ifPresent(host -> put("    host", YamlText.scalar(host)));
    tls.ca().ifPresent(file -> put("    ca", YamlText.scalar(file.toString())));
    tls.minVersion().ifPresent(least -> put("    min-version", Words.TLS_VERSIONS.of(least)));
    tls.minDaysLeft().ifPresent(days -> put("    min-days-left", String.valueOf(days)));
    flag("    refuse-legacy", tls.refuseLegacy());
    flag("    tls-only", tls.tlsOnly());
  }

  private void flag(String key, boolean value) {
    if (value) {
      put(key, "true");
    }
  }

  private void addresses(String key, AddressSet set) {
    if (!set.isAny()) {
      put(key, list(set.ranges().stream().map(AddressRange::toString).toList()));
    }
  }

  private static String ports(PortSet ports) {
    return list(ports.ranges().stream().map(PortRange::toString).toList());
  }

  /** In the order in which words are listed to the user, so that a set has one form. */
  private static <T> String words(Collection<T> values, Words<T> words) {
    return list(words.all().stream().filter(values::contains).map(words::of).toList());
  }

  private static String list(List<String> values) {
    return YamlText.list(values.stream().map(YamlText::number).toList(), LIST_INDENT);
  }

  /**
   * @param key with two blanks before it for each block that it stands in
   */
  private void put(String key, String value) {
    body.append("    ").append(key).append(value.isEmpty() ? ":" : ": ").append(value).append('\n');
  }
}
