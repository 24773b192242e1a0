package dev.durward.platform.netsh.rule;

import dev.durward.model.WindowsOptions.Edge;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** From the meaning of a rule to its string, in the form in which Windows writes it. */
final class RuleWriter {
  /**
   * The order of the keys in rules of Windows 7 and 10, where no two rules of the firewall
   * disagree. {@code IF} and {@code IFType}, which none of those has, stand as in the grammar; keys
   * that are not here come last.
   */
  private static final List<String> ORDER =
      List.of(
          "action",
          "active",
          "dir",
          "protocol",
          "profile",
          "lport",
          "lport2_10",
          "lport2_20",
          "lport2_24",
          "rport",
          "rport2_10",
          "icmp4",
          "icmp6",
          "la4",
          "la6",
          "ra4",
          "ra6",
          "ra42",
          "ra62",
          "if",
          "iftype",
          "app",
          "svc",
          "name",
          "desc",
          "luauth",
          "luown",
          "apppkgid",
          "embedctxt",
          "platform",
          "platform2",
          "ttk",
          "ttk2_22",
          "ttk2_27",
          "ttk2_28",
          "edge",
          "defer");

  private RuleWriter() {}

  static RuleString write(FirewallRule rule) {
    List<Field> fields = new ArrayList<>();
    add(fields, "Action", Optional.of(RuleWords.ACTIONS.text(rule.action())));
    add(fields, "Active", Optional.of(rule.active() ? "TRUE" : "FALSE"));
    add(fields, "Dir", Optional.of(RuleWords.DIRECTIONS.text(rule.direction())));
    rule.protocol().ifPresent(number -> fields.add(new Field("Protocol", String.valueOf(number))));
    if (!rule.isInAllProfiles()) {
      new TreeSet<>(rule.profiles())
          .forEach(p -> fields.add(new Field("Profile", RuleWords.PROFILES.text(p))));
    }
    fields.addAll(rule.localPorts().fields("LPort"));
    fields.addAll(rule.remotePorts().fields("RPort"));
    rule.icmpTypes().forEach(type -> fields.add(type.field()));
    fields.addAll(rule.localAddresses().fields("LA"));
    fields.addAll(rule.remoteAddresses().fields("RA"));
    rule.interfaces().forEach(name -> fields.add(new Field("IF", name)));
    new TreeSet<>(rule.interfaceTypes())
        .forEach(type -> fields.add(new Field("IFType", RuleWords.INTERFACE_TYPES.text(type))));
    add(fields, "App", rule.program());
    add(fields, "Svc", rule.service());
    add(fields, "Name", rule.name());
    add(fields, "Desc", rule.description());
    add(fields, "EmbedCtxt", rule.group());
    if (rule.edge() == Edge.YES || rule.edge() == Edge.DEFERAPP) {
      fields.add(new Field("Edge", "TRUE"));
    }
    if (rule.edge() == Edge.DEFERAPP || rule.edge() == Edge.DEFERUSER) {
      fields.add(new Field("Defer", rule.edge() == Edge.DEFERAPP ? "App" : "User"));
    }
    fields.addAll(rule.others());
    fields.sort(Comparator.comparingInt(RuleWriter::rank));
    return new RuleString(rule.version(), fields);
  }

  private static void add(List<Field> fields, String key, Optional<String> value) {
    value.ifPresent(text -> fields.add(new Field(key, text)));
  }

  private static int rank(Field field) {
    int rank = ORDER.indexOf(FirewallRule.lower(field.key()));
    return rank < 0 ? ORDER.size() : rank;
  }
}
