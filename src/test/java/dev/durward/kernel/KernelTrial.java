package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.kernel.Street.Sighting;
import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Ruleset;
import java.util.List;
import java.util.Random;

/** Puts packets on the wires of streets, and holds what was said of them against what is seen. */
final class KernelTrial {
  /** So many wrong ones tell what is the matter. */
  private static final int MOST_SHOWN = 10;

  private final String subject;
  private final long seed;
  private final Random random;
  private final GeneratedPackets packets;
  private final Tally tally = new Tally();

  /**
   * Begins one, and prints its seed.
   *
   * @param subject what is tried
   */
  KernelTrial(String subject) {
    this.subject = subject;
    this.seed = Long.getLong("durward.seed", System.nanoTime());
    this.random = new Random(seed);
    this.packets = new GeneratedPackets(random);
    System.out.println("evaluation, " + subject + ": -Ddurward.seed=" + seed);
  }

  Random random() {
    return random;
  }

  /**
   * Tries some packets on a host as it is.
   *
   * @param rules those of the host
   * @param where what to call them
   * @return whether all was as said
   */
  boolean compare(
      Street street,
      Ruleset rules,
      IpSets sets,
      Family family,
      Mentioned mentioned,
      int count,
      String where)
      throws Exception {
    tally.begin();
    int before = tally.wrong().size();
    // Interfaces are asked for by name, or go by the pattern of a rule, or by none.
    List<String> known = random.nextBoolean() ? street.interfaces() : List.of();
    Forecast forecast = new Forecast(rules, family, street.local(), sets, known);
    List<Packet> batch = packets.next(count, family, mentioned, street);
    Sighting sighting = street.send(batch);
    for (Packet packet : batch) {
      tally.compare(packet, forecast.of(packet), sighting, where);
    }
    return tally.wrong().size() == before;
  }

  /**
   * Prints what came of it all, and fails if anything was not as said.
   *
   * @param least how many sets of rules were to be tried
   */
  void end(int least) {
    System.out.println("evaluation, " + subject + ": " + tally);
    assertEquals(List.of(), tally.wrong().stream().limit(MOST_SHOWN).toList(), "seed " + seed);
    assertTrue(tally.rules() >= least, tally.toString());
    assertTrue(tally.isTelling(), tally.toString());
  }
}
