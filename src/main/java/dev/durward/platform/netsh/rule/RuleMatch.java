package dev.durward.platform.netsh.rule;

import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule held against a packet, with all that is known of that. */
public final class RuleMatch {
  private final FirewallRule rule;
  private final Flow flow;
  private final List<String> open = new ArrayList<>();

  private RuleMatch(FirewallRule rule, Flow flow) {
    this.rule = rule;
    this.flow = flow;
  }

  /**
   * The conditions under which the rule matches, as far as they can't be judged.
   *
   * @return empty if it doesn't match; an empty list if it does
   */
  public static Optional<List<String>> conditions(
      FirewallRule rule, Flow flow, Circumstances circumstances) {
    RuleMatch match = new RuleMatch(rule, flow);
    return match.isPossible(circumstances) ? Optional.of(match.open) : Optional.empty();
  }

  private boolean isPossible(Circumstances circumstances) {
    boolean in = flow.direction() == Direction.IN;
    boolean shown =
        rule.direction() == flow.direction()
            && rule.protocol().orElse(flow.protocol()) == flow.protocol()
            && ports(rule.localPorts(), in ? flow.destinationPort() : flow.sourcePort())
            && ports(rule.remotePorts(), in ? flow.sourcePort() : flow.destinationPort())
            && addresses(rule.localAddresses(), flow.local())
            && addresses(rule.remoteAddresses(), flow.remote())
            && networkInterface()
            && interfaceType(circumstances)
            && rule.program().map(path -> program(path, circumstances)).orElse(true)
            && rule.service().map(name -> service(name, circumstances)).orElse(true);
    if (shown) {
      rule.icmpTypes().forEach(type -> open.add(type.field().toString()));
      rule.narrowing().forEach(field -> open.add(field.toString()));
    }
    return shown;
  }

  private boolean ports(PortCondition condition, int port) {
    return condition.isAny() || condition.numbers().contains(port) || words(condition.words());
  }

  private boolean addresses(AddressCondition condition, IpAddress address) {
    return condition.addresses().contains(address) || words(condition.words(address.family()));
  }

  private boolean words(List<Field> words) {
    if (!words.isEmpty()) {
      open.add(String.join(" or ", words.stream().map(Field::toString).toList()));
    }
    return !words.isEmpty();
  }

  /** Rules name interfaces by their GUIDs, and flows perhaps otherwise. */
  private boolean networkInterface() {
    String name = flow.networkInterface();
    if (rule.interfaces().isEmpty()
        || rule.interfaces().stream().anyMatch(name::equalsIgnoreCase)) {
      return true;
    }
    open.add("IF=" + String.join(" or ", rule.interfaces()));
    return !name.startsWith("{");
  }

  private boolean interfaceType(Circumstances circumstances) {
    if (rule.interfaceTypes().isEmpty()) {
      return true;
    }
    if (circumstances.interfaceType().isEmpty()) {
      open.add(
          "IFType="
              + String.join(
                  " or ",
                  rule.interfaceTypes().stream()
                      .sorted()
                      .map(RuleWords.INTERFACE_TYPES::text)
                      .toList()));
      return true;
    }
    return rule.interfaceTypes().contains(circumstances.interfaceType().get());
  }

  /** A path may begin with a variable that only the host knows. */
  private boolean program(String path, Circumstances circumstances) {
    int variable = path.startsWith("%") ? path.indexOf('%', 1) : -1;
    String tail = path.substring(variable + 1);
    if (circumstances.program().isPresent()) {
      String actual = circumstances.program().get();
      int start = actual.length() - tail.length();
      if (start < 0 || !actual.regionMatches(true, start, tail, 0, tail.length())) {
        return false;
      }
      if (variable < 0) {
        return start == 0;
      }
    }
    open.add("App=" + path);
    return true;
  }

  private boolean service(String name, Circumstances circumstances) {
    if (circumstances.service().isPresent()) {
      return name.equals("*") || name.equalsIgnoreCase(circumstances.service().get());
    }
    open.add("Svc=" + name);
    return true;
  }
}
