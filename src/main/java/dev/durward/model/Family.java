package dev.durward.model;

/** An address family. */
public enum Family {
  IPV4("ipv4", 32),
  IPV6("ipv6", 128);

  private final String word;
  private final int bits;

  Family(String word, int bits) {
    this.word = word;
    this.bits = bits;
  }

  /** The name in the rule file. */
  public String word() {
    return word;
  }

  /** What people call it. */
  public String title() {
    return this == IPV4 ? "IPv4" : "IPv6";
  }

  /** The length of an address, in bits. */
  public int bits() {
    return bits;
  }
}
