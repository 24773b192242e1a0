package dev.durward.platform.iptables.state;

import dev.durward.platform.Question;
import dev.durward.platform.iptables.save.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Programs that keep iptables rules of their own, known by their chains. */
public enum Manager {
  UFW(
      "ufw",
      "its allow, reload and disable leave Durward's chains alone",
      List.of("ufw-user-input"),
      List.of("ufw-", "ufw6-")),
  FIREWALLD(
      "firewalld",
      "its reload wipes every rule but its own",
      List.of("INPUT_ZONES", "INPUT_direct"),
      List.of(
          "INPUT_",
          "OUTPUT_",
          "FORWARD_",
          "PREROUTING_",
          "POSTROUTING_",
          "IN_",
          "OUT_",
          "PRE_",
          "POST_",
          "FWD")),
  SHOREWALL(
      "Shorewall",
      "its restart wipes every rule but its own",
      List.of("shorewall"),
      List.of("shorewall", "net-", "net2", "loc-", "loc2", "fw-", "fw2", "smurf", "tcpflags")),
  DOCKER(
      "Docker",
      "ports that it publishes go by FORWARD; rules for this host's ports don't see them",
      List.of("DOCKER", "DOCKER-USER"),
      List.of("DOCKER")),
  FAIL2BAN(
      "fail2ban",
      "its bans stay in force before Durward's allow rules",
      List.of("f2b-"),
      List.of("f2b-", "fail2ban-")),
  LIBVIRT(
      "libvirt",
      "its rules for guests stay as they are",
      List.of("LIBVIRT_INP"),
      List.of("LIBVIRT_")),
  KUBERNETES(
      "Kubernetes",
      "services that it publishes go by its own chains",
      List.of("KUBE-FIREWALL"),
      List.of("KUBE-"));

  private static final String FENCE =
      "keep who may come in chain DOCKER-USER, or publish the port on one address of this host"
          + " (docker run -p ADDRESS:PORT:PORT)";

  private final String title;
  private final String consequence;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> chains;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> prefixes;

  Manager(String title, String consequence, List<String> chains, List<String> prefixes) {
    this.title = title;
    this.consequence = consequence;
    this.chains = chains;
    this.prefixes = prefixes;
  }

  /** Its name. */
  public String title() {
    return title;
  }

  /** What follows from it for Durward's rules. */
  public String consequence() {
    return consequence;
  }

  /** Whether it would take Durward's rules away. */
  public boolean wipesOthers() {
    return this == FIREWALLD || this == SHOREWALL;
  }

  /** How its own users open a port with it, in one command; empty if it is not there for that. */
  public Optional<String> opening(Question question) {
    return switch (this) {
      case UFW -> Optional.of("ufw allow " + question.subject());
      case FIREWALLD ->
          Optional.of(
              "firewall-cmd --permanent --add-port="
                  + question.subject()
                  + " && firewall-cmd --reload");
      case SHOREWALL ->
          Optional.of(
              "add `ACCEPT net $FW "
                  + question.protocolWord()
                  + " "
                  + question.port()
                  + "` to /etc/shorewall/rules, then run shorewall reload");
      case DOCKER, FAIL2BAN, LIBVIRT, KUBERNETES -> Optional.empty();
    };
  }

  /** How its own users take a rule of a chain of its away; empty if that is seen in the chain. */
  public Optional<String> undoing(String chain) {
    return switch (this) {
      case UFW ->
          Optional.of(
              chain.contains("-user-")
                  ? "ufw status numbered, then ufw delete NUMBER"
                  : chain.contains("before")
                      ? "see /etc/ufw/before.rules and before6.rules, then ufw reload"
                      : "open the port through ufw as well: ufw allow PORT");
      case FAIL2BAN -> Optional.of("fail2ban-client unban ADDRESS, or see the jail's settings");
      case DOCKER -> Optional.of(FENCE);
      case FIREWALLD, SHOREWALL, LIBVIRT, KUBERNETES -> Optional.empty();
    };
  }

  /** What its chains are called; a name that ends with a hyphen is how they begin. */
  public List<String> chains() {
    return chains;
  }

  /** Whose chain that is, by its name. */
  public static Optional<Manager> ofChain(String chain) {
    // No stream: this is asked of each rule that decides, and there may be fifty thousand.
    for (Manager manager : values()) {
      for (String prefix : manager.prefixes) {
        if (chain.startsWith(prefix)) {
          return Optional.of(manager);
        }
      }
    }
    return Optional.empty();
  }

  /** Whose table of nft that is, by family and name. */
  static Optional<Manager> ofTable(String table) {
    return switch (table.substring(table.indexOf(' ') + 1)) {
      case "firewalld" -> Optional.of(FIREWALLD);
      case "f2b-table" -> Optional.of(FAIL2BAN);
      case "docker-bridges" -> Optional.of(DOCKER);
      case "libvirt_network" -> Optional.of(LIBVIRT);
      case "kube-proxy" -> Optional.of(KUBERNETES);
      case "shorewall" -> Optional.of(SHOREWALL);
      default -> Optional.empty();
    };
  }

  boolean isIn(Table filter) {
    return filter.chains().keySet().stream().anyMatch(this::owns);
  }

  private boolean owns(String chain) {
    return chains.stream()
        .anyMatch(own -> own.endsWith("-") ? chain.startsWith(own) : chain.equals(own));
  }

  public static List<Manager> in(Table filter) {
    return Arrays.stream(values()).filter(manager -> manager.isIn(filter)).toList();
  }
}
