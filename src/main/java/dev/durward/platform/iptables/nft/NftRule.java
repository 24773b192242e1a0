package dev.durward.platform.iptables.nft;

import dev.durward.model.Family;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule of nft (libnftables-json(5), STATEMENTS) as rules of iptables: one for each of the packets
 * that it tells apart.
 *
 * @param handle what nft knows it by
 * @param text the rule as nft prints it
 * @param comment its comment, or nothing
 */
record NftRule(int handle, String text, String comment, NftMatch matches) {
  /** In the order in which packets meet them. */
  List<RuleLine> lines(List<JsonValue> statements) {
    List<RuleLine> lines = new ArrayList<>();
    Conditions asked = Conditions.ANY;
    boolean logs = false;
    long packets = packets(statements);
    for (JsonValue statement : statements) {
      String kind = statement.only();
      JsonValue content = statement.member(kind).orElse(statement);
      switch (kind) {
        case "match" -> asked = asked.and(matches.of(content));
        case "log" -> logs = true;
        case "counter", "comment", "set", "map", "last", "continue", "snat", "masquerade" -> {
          // Nothing of it tells packets apart, or ends their way here.
        }
        case "mangle" -> add(lines, packets, asked, mangled(content));
        case "notrack" -> add(lines, packets, asked, List.of("-j", "NOTRACK"));
        case "vmap" -> {
          mapped(lines, packets, asked, content);
          return lines;
        }
        case "limit", "quota", "ct count", "meter", "xt" ->
            asked = asked.and(Conditions.unknown(named(kind, content)));
        default -> {
          Optional<List<String>> verdict = verdict(kind, content);
          if (verdict.isPresent()) {
            add(lines, packets, asked, verdict.get());
          }
          return lines;
        }
      }
    }
    if (logs && lines.isEmpty()) {
      add(lines, packets, asked, List.of("-j", "LOG"));
    }
    return lines;
  }

  private static long packets(List<JsonValue> statements) {
    return statements.stream()
        .flatMap(statement -> statement.member("counter").stream())
        .map(counter -> counter.text("packets"))
        .filter(packets -> packets.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private String named(String kind, JsonValue content) {
    return switch (kind) {
      case "limit" -> "limit rate " + content.text("rate") + "/" + content.text("per");
      case "ct count" -> "ct count over " + content.text("val");
      case "xt" -> text;
      default -> kind;
    };
  }

  private void add(List<RuleLine> lines, long packets, Conditions asked, List<String> target) {
    for (List<String> conditions : asked.either()) {
      List<String> words = new ArrayList<>(conditions);
      words.addAll(target);
      lines.add(new RuleLine(handle, text, packets, Mark.parse(comment), words));
    }
  }

  /** What mark a packet has behind this is not followed. */
  private static List<String> mangled(JsonValue content) {
    JsonValue key = content.member("key").orElse(content);
    boolean marks = key.member("meta").map(meta -> meta.text("key").equals("mark")).orElse(false);
    boolean rewrites = key.only().equals("payload");
    return marks
        ? List.of("-j", "CONNMARK", "--restore-mark")
        : rewrites ? List.of("-j", "rewriting") : List.of("-j", "CLASSIFY");
  }

  private void mapped(List<RuleLine> lines, long packets, Conditions asked, JsonValue map) {
    JsonValue key = map.member("key").orElse(map);
    Optional<List<JsonValue>> elements = map.member("data").flatMap(matches.sets()::values);
    if (elements.isEmpty()) {
      add(lines, packets, asked.and(Conditions.unknown(text)), List.of("-j", "map"));
      return;
    }
    for (JsonValue element : elements.get()) {
      List<JsonValue> pair = element.items();
      if (pair.size() == 2) {
        String kind = pair.get(1).only();
        JsonValue content = pair.get(1).member(kind).orElse(pair.get(1));
        Conditions here =
            pair.get(0).text().equals("*") ? Conditions.ANY : matches.of(key, pair.get(0), true);
        verdict(kind, content).ifPresent(target -> add(lines, packets, asked.and(here), target));
      }
    }
  }

  /** The target that stands for a verdict; empty for one that packets of this family don't get. */
  private Optional<List<String>> verdict(String kind, JsonValue content) {
    return switch (kind) {
      case "accept" -> target("ACCEPT");
      case "drop" -> target("DROP");
      case "return" -> target("RETURN");
      case "continue" -> Optional.empty();
      case "jump" -> Optional.of(List.of("-j", content.text("target")));
      case "goto" -> Optional.of(List.of("-g", content.text("target")));
      case "reject" -> rejected(content);
      case "dnat" -> led(content);
      case "redirect" ->
          content.text("port").isEmpty()
              ? target("REDIRECT")
              : Optional.of(List.of("-j", "REDIRECT", "--to-ports", content.text("port")));
      default -> target(kind);
    };
  }

  private static Optional<List<String>> target(String name) {
    return Optional.of(List.of("-j", name));
  }

  private Optional<List<String>> rejected(JsonValue content) {
    String type = content.text("type");
    boolean v4 = matches.family() == Family.IPV4;
    if (type.equals("tcp reset")) {
      return Optional.of(List.of("-j", "REJECT", "--reject-with", "tcp-reset"));
    }
    if (type.equals(v4 ? "icmpv6" : "icmp")) {
      return Optional.empty();
    }
    String with = content.text("expr").isEmpty() ? "port-unreachable" : content.text("expr");
    return Optional.of(List.of("-j", "REJECT", "--reject-with", (v4 ? "icmp-" : "icmp6-") + with));
  }

  private Optional<List<String>> led(JsonValue content) {
    String family = content.text("family");
    boolean v4 = matches.family() == Family.IPV4;
    if (family.equals(v4 ? "ip6" : "ip")) {
      return Optional.empty();
    }
    String address = content.text("addr");
    String port = content.text("port");
    if (content.member("addr").isPresent() && address.isEmpty()) {
      return target("dnat by a map");
    }
    String to = v4 || address.isEmpty() ? address : "[" + address + "]";
    return Optional.of(
        List.of("-j", "DNAT", "--to-destination", port.isEmpty() ? to : to + ":" + port));
  }
}
