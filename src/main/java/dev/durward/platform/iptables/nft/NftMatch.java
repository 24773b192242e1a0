package dev.durward.platform.iptables.nft;

import dev.durward.model.Family;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The comparisons of nft's rules (libnftables-json(5), EXPRESSIONS) as conditions. What is not
 * understood stays unknown.
 */
record NftMatch(Family family, NftSets sets) {
  private static final List<String> WITH_PORTS = List.of("tcp", "udp", "udplite", "sctp", "dccp");

  /** A packet that no connection is known of has nothing that could be compared (nft_ct.c). */
  private static final Conditions TRACKED = Conditions.of("!", "--ctstate", "INVALID,UNTRACKED");

  /** {@code {"op": "==", "left": …, "right": …}}. */
  Conditions of(JsonValue match) {
    JsonValue left = match.member("left").orElse(match);
    JsonValue right = match.member("right").orElse(match);
    return switch (match.text("op")) {
      case "==", "in" -> of(left, right, true);
      case "!=" -> of(left, right, false);
      default -> Conditions.unknown(name(left) + " " + match.text("op") + " " + right.text());
    };
  }

  /** Whether a value is among others, or isn't. */
  Conditions of(JsonValue left, JsonValue right, boolean among) {
    Optional<List<JsonValue>> values = sets.values(right);
    if (values.isEmpty()) {
      return guard(left).and(Conditions.unknown(name(left) + " " + right.text()));
    }
    return of(left, values.get(), among)
        .orElseGet(() -> guard(left).and(Conditions.unknown(name(left))));
  }

  private Optional<Conditions> of(JsonValue left, List<JsonValue> values, boolean among) {
    return switch (left.only()) {
      case "payload" -> payload(left.member("payload").orElseThrow(), values, among);
      case "meta" -> meta(left.member("meta").orElseThrow().text("key"), values, among);
      case "ct" -> tracked(left.member("ct").orElseThrow(), values, among);
      case "fib" -> route(left.member("fib").orElseThrow(), values, among);
      case "&" -> masked(left.member("&").orElseThrow().items(), values, among);
      case "concat" -> together(left.member("concat").orElseThrow().items(), values, among);
      default -> Optional.empty();
    };
  }

  /** What must be so for the left side to have a value at all; nft asks for it first. */
  private Conditions guard(JsonValue left) {
    return switch (left.member("payload").map(payload -> payload.text("protocol")).orElse("")) {
      case "ip" -> Conditions.constant(family == Family.IPV4);
      case "ip6" -> Conditions.constant(family == Family.IPV6);
      case "icmp" -> Conditions.of("-p", "icmp");
      case "icmpv6" -> Conditions.of("-p", "ipv6-icmp");
      case "th" ->
          Conditions.either(WITH_PORTS.stream().map(each -> Conditions.of("-p", each)).toList());
      case "tcp", "udp", "udplite", "sctp", "dccp", "ah", "esp" ->
          Conditions.of("-p", left.member("payload").orElseThrow().text("protocol"));
      default -> Conditions.ANY;
    };
  }

  private Optional<Conditions> payload(JsonValue payload, List<JsonValue> values, boolean among) {
    Conditions guard = guard(new JsonValue.Members(Map.of("payload", payload)));
    String protocol = payload.text("protocol");
    String field = payload.text("field");
    boolean ports = WITH_PORTS.contains(protocol) || protocol.equals("th");
    Optional<Conditions> met =
        switch (field) {
          case "dport", "sport" -> ports ? ports("--" + field + "s", values, among) : unknown();
          case "saddr" -> addresses("src", values, among);
          case "daddr" -> addresses("dst", values, among);
          case "protocol", "nexthdr" -> each(values, among, NftMatch::protocol);
          case "type" ->
              each(
                  values,
                  among,
                  type ->
                      Optional.of(
                          List.of(
                              protocol.equals("icmp") ? "--icmp-type" : "--icmpv6-type",
                              IcmpName.number(type.text(), protocol.equals("icmpv6")))));
          default -> unknown();
        };
    return guard.either().isEmpty() ? Optional.of(guard) : met.map(guard::and);
  }

  private static Optional<Conditions> unknown() {
    return Optional.empty();
  }

  private static Optional<Conditions> ports(String option, List<JsonValue> values, boolean among) {
    List<String> ports = new ArrayList<>();
    for (JsonValue value : values) {
      List<JsonValue> range = value.member("range").map(JsonValue::items).orElse(List.of());
      String port =
          range.size() == 2 ? range.get(0).text() + ":" + range.get(1).text() : value.text();
      if (Values.ports(port).isEmpty()) {
        return unknown();
      }
      ports.add(port);
    }
    if (ports.isEmpty()) {
      return Optional.of(Conditions.constant(!among));
    }
    return Optional.of(words(among, option, String.join(",", ports)));
  }

  private Optional<Conditions> addresses(String side, List<JsonValue> values, boolean among) {
    Optional<String> name = sets.hold(values);
    String not = among ? "" : "!";
    return name.map(
        held ->
            not.isEmpty()
                ? Conditions.of("--match-set", held, side)
                : Conditions.of(not, "--match-set", held, side));
  }

  private Optional<Conditions> meta(String key, List<JsonValue> values, boolean among) {
    return switch (key) {
      case "l4proto" -> each(values, among, NftMatch::protocol);
      case "nfproto", "protocol" -> {
        String own = family == Family.IPV4 ? "ip" : "ip6";
        String other = family == Family.IPV4 ? "ipv4" : "ipv6";
        boolean holds =
            values.stream().anyMatch(each -> each.text().equals(own) || each.text().equals(other));
        yield Optional.of(Conditions.constant(holds == among));
      }
      case "iif", "iifname" -> each(values, among, name -> networkInterface("-i", name));
      case "oif", "oifname" -> each(values, among, name -> networkInterface("-o", name));
      case "mark" -> each(values, among, mark -> Optional.of(List.of("--mark", mark.text())));
      case "skuid" -> each(values, among, user -> Optional.of(List.of("--uid-owner", user.text())));
      case "pkttype" ->
          each(
              values,
              among,
              kind ->
                  Optional.of(
                      List.of("--pkt-type", kind.text().equals("host") ? "unicast" : kind.text())));
      default -> unknown();
    };
  }

  private static Optional<List<String>> protocol(JsonValue name) {
    return Values.isNumber(ProtocolName.number(name.text()))
        ? Optional.of(List.of("-p", name.text()))
        : Optional.empty();
  }

  private static Optional<List<String>> networkInterface(String option, JsonValue value) {
    String name = value.text();
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            List.of(
                option, name.endsWith("*") ? name.substring(0, name.length() - 1) + "+" : name));
  }

  private static Optional<Conditions> tracked(
      JsonValue tracked, List<JsonValue> values, boolean among) {
    String words = String.join(",", values.stream().map(JsonValue::text).toList());
    String upper = words.toUpperCase(Locale.ROOT);
    return switch (tracked.text("key")) {
      case "state" -> Optional.of(words(among, "--ctstate", upper));
      // iptables counts it among the states.
      case "status" ->
          upper.equals("DNAT") ? Optional.of(words(among, "--ctstate", upper)) : unknown();
      case "direction" -> Optional.of(TRACKED.and(words(among, "--ctdir", upper)));
      default -> unknown();
    };
  }

  private static Optional<Conditions> route(
      JsonValue route, List<JsonValue> values, boolean among) {
    List<String> of =
        route.member("flags").map(JsonValue::items).orElse(List.of()).stream()
            .map(JsonValue::text)
            .toList();
    if (!route.text("result").equals("type") || of.size() != 1) {
      return unknown();
    }
    String option = of.get(0).equals("daddr") ? "--dst-type" : "--src-type";
    return each(
        values, among, type -> Optional.of(List.of(option, type.text().toUpperCase(Locale.ROOT))));
  }

  /** {@code tcp flags & (fin | syn | rst | ack) == syn}. */
  private static Optional<Conditions> masked(
      List<JsonValue> sides, List<JsonValue> values, boolean among) {
    boolean flags =
        sides.size() == 2
            && sides
                .get(0)
                .member("payload")
                .map(some -> some.text("field"))
                .orElse("")
                .equals("flags");
    if (!flags) {
      return unknown();
    }
    String mask =
        flags(sides.get(1).items().isEmpty() ? List.of(sides.get(1)) : sides.get(1).items());
    Conditions asked =
        among
            ? Conditions.of("--tcp-flags", mask, flags(values))
            : Conditions.of("!", "--tcp-flags", mask, flags(values));
    return Optional.of(Conditions.of("-p", "tcp").and(asked));
  }

  private static String flags(List<JsonValue> some) {
    List<String> names = some.stream().map(each -> each.text().toUpperCase(Locale.ROOT)).toList();
    return names.equals(List.of("0")) || names.isEmpty() ? "NONE" : String.join(",", names);
  }

  /** Several sides at once, as {@code ip saddr . tcp dport}. */
  private Optional<Conditions> together(
      List<JsonValue> sides, List<JsonValue> values, boolean among) {
    if (!among) {
      return unknown();
    }
    List<Conditions> either = new ArrayList<>();
    for (JsonValue value : values) {
      List<JsonValue> parts = value.member("concat").map(JsonValue::items).orElse(List.of());
      if (parts.size() != sides.size()) {
        return unknown();
      }
      Conditions all = Conditions.ANY;
      for (int i = 0; i < parts.size(); i++) {
        all = all.and(of(sides.get(i), parts.get(i), true));
      }
      either.add(all);
    }
    return Optional.of(Conditions.either(either));
  }

  /** One option for each value: any of them, or none. */
  private static Optional<Conditions> each(
      List<JsonValue> values, boolean among, Function<JsonValue, Optional<List<String>>> option) {
    List<Conditions> all = new ArrayList<>();
    for (JsonValue value : values) {
      Optional<List<String>> words = option.apply(value);
      if (words.isEmpty()) {
        return unknown();
      }
      all.add(words(among, words.get().get(0), words.get().get(1)));
    }
    return Optional.of(
        among ? Conditions.either(all) : all.stream().reduce(Conditions.ANY, Conditions::and));
  }

  private static Conditions words(boolean among, String option, String value) {
    return among ? Conditions.of(option, value) : Conditions.of("!", option, value);
  }

  /** {@code tcp flags}, {@code meta hour}, {@code fib saddr . iif oif}. */
  private static String name(JsonValue left) {
    String kind = left.only();
    JsonValue inner = left.member(kind).orElse(left);
    if (kind.equals("fib")) {
      List<JsonValue> of = inner.member("flags").map(JsonValue::items).orElse(List.of());
      String flags = of.stream().map(JsonValue::text).collect(Collectors.joining(" . "));
      return "fib " + flags + " " + inner.text("result");
    }
    String what = (inner.text("protocol") + " " + inner.text("field") + inner.text("key")).strip();
    return kind.equals("payload") ? what : (kind + " " + what).strip();
  }
}
