package dev.durward.platform.iptables;

import dev.durward.platform.iptables.save.Table;
import java.util.Arrays;
import java.util.List;

/** Programs that keep iptables rules of their own, known by their chains. */
public enum Manager {
  UFW("ufw", "its allow, reload and disable leave Durward's chains alone", "ufw-user-input"),
  FIREWALLD("firewalld", "its reload wipes every rule but its own", "INPUT_ZONES", "INPUT_direct"),
  SHOREWALL("Shorewall", "its restart wipes every rule but its own", "shorewall"),
  DOCKER(
      "Docker",
      "ports that it publishes go by FORWARD; rules for this host's ports don't see them",
      "DOCKER",
      "DOCKER-USER"),
  FAIL2BAN("fail2ban", "its bans stay in force before Durward's allow rules", "f2b-"),
  LIBVIRT("libvirt", "its rules for guests stay as they are", "LIBVIRT_INP"),
  KUBERNETES("Kubernetes", "services that it publishes go by its own chains", "KUBE-FIREWALL");

  private final String title;
  private final String consequence;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> chains;

  Manager(String title, String consequence, String... chains) {
    this.title = title;
    this.consequence = consequence;
    this.chains = List.of(chains);
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

  /** What its chains are called; a name that ends with a hyphen is how they begin. */
  List<String> chains() {
    return chains;
  }

  boolean isIn(Table filter) {
    return filter.chains().keySet().stream().anyMatch(this::owns);
  }

  private boolean owns(String chain) {
    return chains.stream()
        .anyMatch(own -> own.endsWith("-") ? chain.startsWith(own) : chain.equals(own));
  }

  static List<Manager> in(Table filter) {
    return Arrays.stream(values()).filter(manager -> manager.isIn(filter)).toList();
  }
}
