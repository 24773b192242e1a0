package dev.durward.platform.persistence;

import dev.durward.exec.Command;
import dev.durward.model.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A distribution's own way to keep all rules of iptables over a reboot: a file a family, a service
 * that loads it, and a command that saves whatever is there.
 */
enum Distribution {
  /** Debian, Ubuntu: the packages netfilter-persistent and iptables-persistent 1.0. */
  DEBIAN(
      "netfilter-persistent",
      "/usr/share/netfilter-persistent/plugins.d/15-ip4tables",
      "/etc/iptables/rules.v4",
      "/etc/iptables/rules.v6",
      List.of("netfilter-persistent"),
      List.of(List.of("/usr/sbin/netfilter-persistent", "save"))),
  /** RHEL, Fedora: the package iptables-services; {@code service iptables save}. */
  RED_HAT(
      "iptables-services",
      "/usr/libexec/iptables/iptables.init",
      "/etc/sysconfig/iptables",
      "/etc/sysconfig/ip6tables",
      List.of("iptables", "ip6tables"),
      List.of(
          List.of("/usr/libexec/iptables/iptables.init", "save"),
          List.of("/usr/libexec/iptables/ip6tables.init", "save"))),
  /** Alpine, Gentoo: {@code rc-service iptables save}; /etc/conf.d/iptables. */
  ALPINE(
      "OpenRC's iptables",
      "/etc/init.d/iptables",
      "/etc/iptables/rules-save",
      "/etc/iptables/rules6-save",
      List.of("iptables", "ip6tables"),
      List.of(
          List.of("/sbin/rc-service", "iptables", "save"),
          List.of("/sbin/rc-service", "ip6tables", "save"))),
  /** Arch: iptables.service and ip6tables.service of the package iptables. */
  ARCH(
      "Arch's iptables.service",
      "/etc/arch-release",
      "/etc/iptables/iptables.rules",
      "/etc/iptables/ip6tables.rules",
      List.of("iptables", "ip6tables"),
      List.of(
          List.of("/usr/bin/iptables-save", "-f", "/etc/iptables/iptables.rules"),
          List.of("/usr/bin/ip6tables-save", "-f", "/etc/iptables/ip6tables.rules")));

  private final String title;
  private final String sign;
  private final String ipv4;
  private final String ipv6;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> services;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<List<String>> saving;

  Distribution(
      String title,
      String sign,
      String ipv4,
      String ipv6,
      List<String> services,
      List<List<String>> saving) {
    this.title = title;
    this.sign = sign;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.services = services;
    this.saving = saving;
  }

  /** That of a host, if it has one; whether a boot uses it is another question. */
  static Optional<Distribution> of(SystemRoot root) {
    return Arrays.stream(values()).filter(each -> root.has(each.sign)).findFirst();
  }

  /** Its name, for people. */
  String title() {
    return title;
  }

  /** Where it keeps the rules of a family. */
  String file(Family family) {
    return family == Family.IPV4 ? ipv4 : ipv6;
  }

  /** Its services, by name. */
  List<String> services() {
    return services;
  }

  /** Whether a boot loads what it has saved, of both families. */
  boolean isEnabled(SystemRoot root) {
    return Arrays.stream(Init.values())
        .anyMatch(init -> services.stream().allMatch(service -> init.runs(root, service)));
  }

  /** What saves all there is. */
  List<Command> saving(SystemRoot root) {
    return saving.stream()
        .map(
            words -> {
              String[] command = words.toArray(String[]::new);
              command[0] = root.path(command[0]).toString();
              return Command.of(command);
            })
        .toList();
  }

  /** The same, for people. */
  String savingLine() {
    return String.join(" && ", saving.stream().map(words -> String.join(" ", words)).toList());
  }
}
