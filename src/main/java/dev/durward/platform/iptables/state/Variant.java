package dev.durward.platform.iptables.state;

/** Which of the kernel's two interfaces an iptables speaks to. */
public enum Variant {
  /** nf_tables, through {@code iptables-nft}. */
  NFT("nf_tables"),
  /** ip_tables, through {@code iptables-legacy}. */
  LEGACY("legacy");

  private final String word;

  Variant(String word) {
    this.word = word;
  }

  /** What stands in the names of its programs. */
  public String suffix() {
    return this == NFT ? "nft" : "legacy";
  }

  public Variant other() {
    return this == NFT ? LEGACY : NFT;
  }

  /** As {@code iptables -V} prints it. */
  public String word() {
    return word;
  }
}
