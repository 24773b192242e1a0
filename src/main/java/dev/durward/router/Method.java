package dev.durward.router;

/** How a router is asked, in the order in which it is tried. */
public enum Method {
  /** UPnP Internet Gateway Device, versions 1 and 2: it names holders, and lists. */
  UPNP("upnp", "UPnP IGD"),
  /** Port Control Protocol, RFC 6887. */
  PCP("pcp", "PCP"),
  /** NAT Port Mapping Protocol, RFC 6886: IPv4 only. */
  NAT_PMP("nat-pmp", "NAT-PMP");

  private final String word;
  private final String title;

  Method(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /** What options and files call it. */
  public String word() {
    return word;
  }

  /** What its documents call it. */
  public String title() {
    return title;
  }

  /** Whether a router says by it what its own address outside is, if it has one. */
  boolean tellsAddress() {
    return this != PCP;
  }
}
