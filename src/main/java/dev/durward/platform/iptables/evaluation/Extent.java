package dev.durward.platform.iptables.evaluation;

import static java.util.stream.Collectors.joining;

import dev.durward.model.AddressSet;
import dev.durward.model.PortSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values that packets have in one {@link Dimension}; two of one dimension are of one kind. */
public sealed interface Extent {
  /** The values that both hold. */
  Extent intersection(Extent other);

  /** The values that this one alone holds. */
  Extent minus(Extent other);

  /** The values that either holds. */
  Extent union(Extent other);

  /** Whether it holds none. */
  boolean isEmpty();

  /**
   * Addresses of one family. Some are only noted as taken away: rules that each ban an address
   * would otherwise copy all that is left, once for every rule.
   */
  final class Addresses implements Extent {
    private static final int MOST_NOTED = 128;
    private static final AddressSet NONE = new AddressSet(List.of());

    private final AddressSet all;
    private final AddressSet taken;

    /** These addresses. */
    public Addresses(AddressSet set) {
      this(set, NONE);
    }

    private Addresses(AddressSet all, AddressSet taken) {
      this.all = all;
      this.taken = taken;
    }

    /** The addresses that it holds. */
    public AddressSet set() {
      return taken.isEmpty() ? all : all.minus(taken);
    }

    @Override
    public Extent intersection(Extent other) {
      AddressSet common = all.intersection(((Addresses) other).set());
      return new Addresses(common.isEmpty() || taken.isEmpty() ? common : common.minus(taken));
    }

    @Override
    public Extent minus(Extent other) {
      AddressSet more = taken.union(((Addresses) other).set());
      Addresses rest = new Addresses(all, more);
      return more.ranges().size() <= MOST_NOTED ? rest : new Addresses(rest.set());
    }

    @Override
    public Extent union(Extent other) {
      return new Addresses(set().union(((Addresses) other).set()));
    }

    @Override
    public boolean isEmpty() {
      return all.ranges().stream().allMatch(taken::covers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Addresses addresses && set().equals(addresses.set());
    }

    @Override
    public int hashCode() {
      return set().hashCode();
    }

    @Override
    public String toString() {
      return set().toString();
    }
  }

  /** Ports; every one for protocols that have none. */
  record Ports(PortSet set) implements Extent {
    @Override
    public Extent intersection(Extent other) {
      return new Ports(set.intersection(((Ports) other).set));
    }

    @Override
    public Extent minus(Extent other) {
      return new Ports(set.minus(((Ports) other).set));
    }

    @Override
    public Extent union(Extent other) {
      return new Ports(set.union(((Ports) other).set));
    }

    @Override
    public boolean isEmpty() {
      return set.isEmpty();
    }

    @Override
    public String toString() {
      return set.toString();
    }
  }

  /** Some of finitely many names. */
  record Names(Set<String> names) implements Extent {
    public Names {
      names = Set.copyOf(names);
    }

    @Override
    public Extent intersection(Extent other) {
      Set<String> common = new HashSet<>(names);
      common.retainAll(((Names) other).names);
      return new Names(common);
    }

    @Override
    public Extent minus(Extent other) {
      Set<String> rest = new HashSet<>(names);
      rest.removeAll(((Names) other).names);
      return new Names(rest);
    }

    @Override
    public Extent union(Extent other) {
      Set<String> all = new HashSet<>(names);
      all.addAll(((Names) other).names);
      return new Names(all);
    }

    @Override
    public boolean isEmpty() {
      return names.isEmpty();
    }

    @Override
    public String toString() {
      return new TreeSet<>(names).stream().collect(joining(","));
    }
  }
}
