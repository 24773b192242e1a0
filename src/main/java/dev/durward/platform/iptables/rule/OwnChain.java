package dev.durward.platform.iptables.rule;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import java.util.Optional;

/** Durward's own chains in the filter table, each reached by one jump. */
public enum OwnChain {
  IN_BLOCK("DURWARD-IN-BLOCK", Direction.IN, true),
  IN_ALLOW("DURWARD-IN-ALLOW", Direction.IN, false),
  OUT_BLOCK("DURWARD-OUT-BLOCK", Direction.OUT, true),
  OUT_ALLOW("DURWARD-OUT-ALLOW", Direction.OUT, false);

  /**
   * The first rule of a block chain: a block never stops the replies to connections that the other
   * side of it opened (law 6). Packets that conntrack doesn't know (INVALID, UNTRACKED) have no
   * direction and go on.
   */
  public static final String REPLIES_PASS =
      "-m conntrack --ctdir REPLY -m comment --comment \"durward: replies pass\" -j RETURN";

  private final String chain;
  private final Direction direction;
  private final boolean blocks;
  private final String ipv4;
  private final String ipv6;

  OwnChain(String chain, Direction direction, boolean blocks) {
    this.chain = chain;
    this.direction = direction;
    this.blocks = blocks;
    this.ipv4 = "iptables " + chain;
    this.ipv6 = "ip6tables " + chain;
  }

  public static Optional<OwnChain> named(String chain) {
    for (OwnChain own : values()) {
      if (own.chain.equals(chain)) {
        return Optional.of(own);
      }
    }
    return Optional.empty();
  }

  public static OwnChain of(Direction direction, boolean blocks) {
    if (direction == Direction.IN) {
      return blocks ? IN_BLOCK : IN_ALLOW;
    }
    return blocks ? OUT_BLOCK : OUT_ALLOW;
  }

  /** Whether a place is that of blocks, in either family. */
  public static boolean isOfBlocks(String place) {
    for (OwnChain own : values()) {
      if (own.blocks && (own.ipv4.equals(place) || own.ipv6.equals(place))) {
        return true;
      }
    }
    return false;
  }

  public String chain() {
    return chain;
  }

  public boolean blocks() {
    return blocks;
  }

  /** The built-in chain that its jump stands in. */
  public String hook() {
    return direction == Direction.IN ? "INPUT" : "OUTPUT";
  }

  /** The option that names the interface there. */
  public String interfaceOption() {
    return direction == Direction.IN ? "-i" : "-o";
  }

  /** The jump to it, as the kernel keeps it. Loopback is left alone (law 5). */
  public String jump() {
    return "! " + interfaceOption() + " lo -m comment --comment durward -j " + chain;
  }

  /** The place of its rules, as users read it. */
  public String place(Family family) {
    return family == Family.IPV4 ? ipv4 : ipv6;
  }
}
