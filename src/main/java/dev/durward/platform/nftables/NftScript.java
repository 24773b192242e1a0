package dev.durward.platform.nftables;

import dev.durward.exec.Command;
import dev.durward.model.Direction;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code nft -f} reads to make a plan so: one transaction over all tables and both families
 * (nft(8), ATOMIC RULESET CHANGES). The way back is a plan of its own: a rule that came has a
 * handle only then.
 */
final class NftScript {
  /**
   * Before others filter, so that who is rejected is told, and behind -100, where the destination
   * of outgoing packets is changed (netfilter_ipv4.h).
   */
  static final int PRIORITY = -90;

  private final Set<String> bases = new LinkedHashSet<>();
  private final List<String> deletions = new ArrayList<>();
  private final List<String> contents = new ArrayList<>();
  private final List<String> jumps = new ArrayList<>();
  private final List<String> drops = new ArrayList<>();

  /** Durward's base chain of a direction, and its table. */
  void base(Direction direction) {
    String hook = OwnChain.base(direction);
    bases.add("add table " + OwnChain.TABLE);
    bases.add(
        "add chain "
            + OwnChain.TABLE
            + " "
            + hook
            + " { type filter hook "
            + hook
            + " priority "
            + PRIORITY
            + "; policy accept; }");
  }

  /** One rule less. */
  void delete(String chain, int handle) {
    deletions.add("delete rule " + chain + " handle " + handle);
  }

  /** The content of a chain, which is made where there is none. */
  void fill(String table, String chain, List<String> lines) {
    contents.add("add chain " + table + " " + chain);
    contents.add("flush chain " + table + " " + chain);
    lines.forEach(line -> contents.add("add rule " + table + " " + chain + " " + line));
  }

  /** One rule more that leads to a chain of Durward's. */
  void jump(String command) {
    jumps.add(command);
  }

  /** A chain less. */
  void drop(String table, String chain) {
    drops.add("flush chain " + table + " " + chain);
    drops.add("delete chain " + table + " " + chain);
  }

  /** Durward's table less, with all that is in it. */
  void dropTable() {
    drops.removeIf(command -> command.contains(" chain " + OwnChain.TABLE + " "));
    deletions.removeIf(command -> command.startsWith("delete rule " + OwnChain.TABLE + " "));
    drops.add("delete table " + OwnChain.TABLE);
  }

  /** One step, or none if nothing is to be done. */
  Script script(String nft) {
    StringBuilder input = new StringBuilder();
    for (List<String> part : List.of(List.copyOf(bases), deletions, contents, jumps, drops)) {
      part.forEach(command -> input.append(command).append('\n'));
    }
    return new Script(
        input.isEmpty()
            ? List.of()
            : List.of(
                Step.judged(
                    "nft", Command.of(nft, "-f", "-").withInput(input.toString()), List.of())));
  }
}
