package dev.durward.platform.persistence;

import java.util.List;
import java.util.stream.Stream;

/** What boots a host, and how a service of Durward's is made known to it. */
enum Init {
  /** systemd; see systemd.unit(5). */
  SYSTEMD(
      "/run/systemd/system", // sd_booted(3)
      "durward.service",
      "/etc/systemd/system/durward.service",
      "rw-r--r--",
      "durward.service"),
  /** OpenRC, as Alpine and Gentoo have it; see openrc-run(8). */
  OPENRC(
      "/run/openrc/softlevel",
      "the OpenRC service durward",
      "/etc/init.d/durward",
      "rwxr-xr-x",
      "openrc");

  private static final String WANTS = "/etc/systemd/system/multi-user.target.wants/durward.service";
  private static final String BOOT = "/etc/runlevels/boot/durward";
  private static final String DEFAULT = "/etc/runlevels/default/durward";

  private final String sign;
  private final String service;
  private final String file;
  private final String mode;
  private final String resource;

  Init(String sign, String service, String file, String mode, String resource) {
    this.sign = sign;
    this.service = service;
    this.file = file;
    this.mode = mode;
    this.resource = resource;
  }

  /** A file that is there while it runs the host. */
  String sign() {
    return sign;
  }

  /** The service of Durward's, for people. */
  String service() {
    return service;
  }

  /** Where that stands. */
  String file() {
    return file;
  }

  /** Who may do what with it. */
  String mode() {
    return mode;
  }

  /** The name of its text among the resources. */
  String resource() {
    return resource;
  }

  /** The link to it that makes a boot run it. */
  String link(SystemRoot root) {
    if (this == SYSTEMD) {
      return WANTS;
    }
    // Behind iptables, where that restores all of its own: in its runlevel.
    return root.entry("/etc/runlevels", "default", "iptables") ? DEFAULT : BOOT;
  }

  /** Every such link that may be there. */
  List<String> links() {
    return this == SYSTEMD ? List.of(WANTS) : List.of(BOOT, DEFAULT);
  }

  /** Whether a boot runs a service. */
  boolean runs(SystemRoot root, String name) {
    return this == SYSTEMD
        ? Stream.of("*.wants", "*.requires")
            .anyMatch(kind -> root.entry("/etc/systemd/system", kind, name + ".service"))
        : root.entry("/etc/runlevels", "*", name);
  }
}
