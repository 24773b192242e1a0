package dev.durward.platform.iptables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.iptables.evaluation.Extent.Addresses;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExtentTest {
  private static final int STEPS = 3_000;
  private static final int SIZE = 2_000;

  /** So many one after the other that what is noted is taken away for good now and then. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void addressesAreThoseThatAreLeft(Family family) {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("extents: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    Extent extent = new Addresses(set(family, 0, SIZE - 1));
    BitSet expected = new BitSet();
    expected.set(0, SIZE);
    for (int step = 0; step < STEPS && !expected.isEmpty(); step++) {
      int first = random.nextInt(SIZE);
      int last = Math.min(SIZE - 1, first + random.nextInt(3));
      BitSet some = new BitSet();
      some.set(first, last + 1);
      Extent other = new Addresses(set(family, first, last));
      BitSet common = (BitSet) expected.clone();
      common.and(some);
      assertEquals(bits(common, family), extent.intersection(other));
      if (random.nextInt(8) == 0) {
        expected.or(some);
        extent = extent.union(other);
      } else {
        expected.andNot(some);
        extent = extent.minus(other);
      }
      assertEquals(expected.isEmpty(), extent.isEmpty());
    }
    assertEquals(bits(expected, family), extent);
    assertEquals(bits(expected, family).hashCode(), extent.hashCode());
  }

  private static AddressSet set(Family family, int first, int last) {
    return new AddressSet(List.of(new AddressRange(address(family, first), address(family, last))));
  }

  private static IpAddress address(Family family, int index) {
    return new IpAddress(family, 0, index);
  }

  private static Addresses bits(BitSet bits, Family family) {
    List<AddressRange> ranges = new ArrayList<>();
    bits.stream().forEach(bit -> ranges.add(AddressRange.of(address(family, bit))));
    return new Addresses(AddressSet.of(ranges));
  }
}
