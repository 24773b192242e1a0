package dev.durward.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of addresses against sets of numbers. */
class AddressSetTest {
  private static final int ADDRESSES = 40_000;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @ParameterizedTest
  @CsvSource({"IPV4, 3", "IPV4, 1500", "IPV4, 9000", "IPV6, 3", "IPV6, 1500"})
  void unionsAndWhatIsCommonOrLeft(Family family, int ranges) {
    System.out.println("sets of addresses: -Ddurward.seed=" + seed);
    BitSet ones = new BitSet();
    BitSet others = new BitSet();
    AddressSet one = set(family, ranges, ones);
    AddressSet other = set(family, ranges, others);
    assertSame(family, ones, one);
    BitSet common = (BitSet) ones.clone();
    common.and(others);
    assertSame(family, common, one.intersection(other));
    BitSet left = (BitSet) ones.clone();
    left.andNot(others);
    assertSame(family, left, one.minus(other));
    BitSet both = (BitSet) ones.clone();
    both.or(others);
    assertSame(family, both, one.union(other));
    AddressSet all = new AddressSet(List.of(AddressRange.all(family)));
    assertEquals(one, all.intersection(one));
    assertEquals(one, one.intersection(all));
    assertEquals(one.complement(family), all.minus(one));
    assertEquals(AddressSet.of(List.of()), one.minus(all));
    AddressRange some = range(family);
    assertEquals(!one.intersection(new AddressSet(List.of(some))).isEmpty(), one.meets(some));
    assertEquals(new AddressSet(List.of(some)).minus(one).isEmpty(), one.covers(some));
  }

  private AddressSet set(Family family, int count, BitSet bits) {
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AddressRange range = range(family);
      ranges.add(range);
      bits.set((int) range.first().low(), (int) range.last().low() + 1);
    }
    return AddressSet.of(ranges);
  }

  private AddressRange range(Family family) {
    int first = random.nextInt(ADDRESSES);
    int last = first + random.nextInt(4);
    return new AddressRange(new IpAddress(family, 0, first), new IpAddress(family, 0, last));
  }

  private static void assertSame(Family family, BitSet bits, AddressSet set) {
    List<AddressRange> ranges = new ArrayList<>();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from);
      ranges.add(
          new AddressRange(new IpAddress(family, 0, from), new IpAddress(family, 0, to - 1)));
      from = bits.nextSetBit(to);
    }
    assertEquals(new AddressSet(ranges), set);
    assertEquals(BigInteger.valueOf(bits.cardinality()), set.size());
  }
}
