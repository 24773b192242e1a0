package dev.durward.rulefile;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Expectation.TlsVersion;
import dev.durward.model.Family;
import dev.durward.model.Inbound;
import dev.durward.model.Platform;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.model.WindowsOptions.RemoteKeyword;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The words that a key takes.
 *
 * @param what what such a word is, in a message
 * @param values each word, in the order in which they are listed to the user, and what it means
 */
record Words<T>(String what, Map<String, T> values) {
  static final Words<Direction> DIRECTIONS =
      new Words<Direction>("a direction").with("in", Direction.IN).with("out", Direction.OUT);
  static final Words<Action> ACTIONS =
      new Words<Action>("an action")
          .with("allow", Action.ALLOW)
          .with("block", Action.BLOCK)
          .with("reject", Action.REJECT);
  static final Words<Inbound> INBOUND =
      new Words<Inbound>("a word for what no rule is about")
          .with("allow", Inbound.ALLOW)
          .with("block", Inbound.BLOCK);
  static final Words<Family> FAMILIES =
      new Words<Family>("an address family").with("ipv4", Family.IPV4).with("ipv6", Family.IPV6);
  static final Words<Platform> PLATFORMS =
      new Words<Platform>("a platform")
          .with("windows", Platform.WINDOWS)
          .with("linux", Platform.LINUX);
  static final Words<Profile> PROFILES =
      new Words<Profile>("a network profile")
          .with("domain", Profile.DOMAIN)
          .with("private", Profile.PRIVATE)
          .with("public", Profile.PUBLIC);
  static final Words<InterfaceType> INTERFACE_TYPES =
      new Words<InterfaceType>("a type of interface")
          .with("lan", InterfaceType.LAN)
          .with("wireless", InterfaceType.WIRELESS)
          .with("ras", InterfaceType.RAS);
  static final Words<Edge> EDGES =
      new Words<Edge>("a word for edge traversal")
          .with("yes", Edge.YES)
          .with("no", Edge.NO)
          .with("defer-app", Edge.DEFERAPP)
          .with("defer-user", Edge.DEFERUSER);
  static final Words<RemoteKeyword> REMOTE_KEYWORDS =
      new Words<RemoteKeyword>("an address that Windows finds out itself")
          .with("localsubnet", RemoteKeyword.LOCALSUBNET)
          .with("dns", RemoteKeyword.DNS)
          .with("dhcp", RemoteKeyword.DHCP)
          .with("wins", RemoteKeyword.WINS)
          .with("defaultgateway", RemoteKeyword.DEFAULTGATEWAY);
  static final Words<TlsVersion> TLS_VERSIONS =
      new Words<TlsVersion>("a version of TLS")
          .with("TLSv1.0", TlsVersion.TLS_1_0)
          .with("TLSv1.1", TlsVersion.TLS_1_1)
          .with("TLSv1.2", TlsVersion.TLS_1_2)
          .with("TLSv1.3", TlsVersion.TLS_1_3);

  private Words(String what) {
    this(what, new LinkedHashMap<>());
  }

  private Words<T> with(String word, T value) {
    values.put(word, value);
    return this;
  }

  Collection<T> all() {
    return values.values();
  }

  Optional<T> find(String word) {
    return Optional.ofNullable(values.get(word));
  }

  /** The word for a value. */
  String of(T value) {
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().equals(value))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** What to write instead of a word that is none of these. */
  String proposal(String word) {
    String synonym =
        switch (word) {
          case "deny", "drop", "DROP", "Block" -> "block";
          case "accept", "ACCEPT", "permit" -> "allow";
          case "inbound", "input", "INPUT", "ingress" -> "in";
          case "outbound", "output", "OUTPUT", "egress" -> "out";
          case "wifi", "wlan" -> "wireless";
          case "4", "v4", "inet" -> "ipv4";
          case "6", "v6", "inet6" -> "ipv6";
          case "deferapp" -> "defer-app";
          case "deferuser" -> "defer-user";
          case "1.2", "TLS1.2", "TLSv12" -> "TLSv1.2";
          case "1.3", "TLS1.3", "TLSv13" -> "TLSv1.3";
          default -> "";
        };
    if (word.equals("both") || word.equals("all")) {
      return "write a list, or leave the key out";
    }
    return values.containsKey(synonym)
        ? Spelling.question(synonym)
        : Spelling.propose(word, values.keySet(), "use " + listed());
  }

  private String listed() {
    return String.join(", ", values.keySet());
  }
}
