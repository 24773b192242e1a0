package dev.durward.probe.verification;

import dev.durward.model.Family;
import dev.durward.plan.Mark;
import java.io.IOException;
import java.util.Map;

/** Where the packet counters of the rules on the host are read. */
@FunctionalInterface
public interface RuleCounters {
  /** Of a host that has none. */
  RuleCounters NONE = Map::of;

  /**
   * What is counted apart.
   *
   * @param mark the rule
   * @param family the family of the packets
   */
  record Key(Mark mark, Family family) {}

  /**
   * How many packets each rule has decided about so far; a rule that the host does not have, or
   * whose packets it does not count, is left out. Entries that only log are not counted.
   *
   * @throws IOException if they can't be read
   */
  Map<Key, Long> read() throws IOException, InterruptedException;
}
