package dev.durward.platform.nftables;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import java.util.Locale;

/**
 * Durward's chains in its own table. What an allow chain holds is kept a second time in the table
 * of each chain that would refuse its packets: an accept ends a packet's way through one table
 * alone (nft(8), VERDICT STATEMENTS).
 */
enum OwnChain {
  IN_BLOCK(Direction.IN, true),
  IN_ALLOW(Direction.IN, false),
  OUT_BLOCK(Direction.OUT, true),
  OUT_ALLOW(Direction.OUT, false);

  /** Family and name of the table. */
  static final String TABLE = "inet durward";

  /**
   * The first rule of a block chain: a block never stops the replies to connections that the other
   * side of it opened (law 6).
   */
  static final String REPLIES_PASS = "ct direction reply return comment \"durward: replies pass\"";

  private final Direction direction;
  private final boolean blocks;

  OwnChain(Direction direction, boolean blocks) {
    this.direction = direction;
    this.blocks = blocks;
  }

  static OwnChain of(Direction direction, boolean blocks) {
    if (direction == Direction.IN) {
      return blocks ? IN_BLOCK : IN_ALLOW;
    }
    return blocks ? OUT_BLOCK : OUT_ALLOW;
  }

  Direction direction() {
    return direction;
  }

  boolean blocks() {
    return blocks;
  }

  /** The base chain of Durward's table that leads to those of a direction. */
  static String base(Direction direction) {
    return direction == Direction.IN ? "input" : "output";
  }

  /** The chain of a family's rules in Durward's table. */
  String name(Family family) {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + family.word();
  }

  /** The chain in others' tables that holds the same. */
  String guest(Family family) {
    return "durward-" + name(family);
  }

  /** The place of its rules, as users read it. */
  String place(Family family) {
    return "nft " + TABLE + " " + name(family);
  }

  /**
   * The jump to one of its chains. Loopback is left alone (law 5).
   *
   * @param table the table that it stands in
   */
  String jump(Family family, String table) {
    String only =
        table.startsWith("inet ")
            ? "meta nfproto " + (family == Family.IPV4 ? "ipv4 " : "ipv6 ")
            : "";
    String card = direction == Direction.IN ? "iifname" : "oifname";
    String to = table.equals(TABLE) ? name(family) : guest(family);
    return only + card + " != \"lo\" jump " + to + " comment \"durward\"";
  }
}
