package dev.durward.platform.iptables.evaluation;

import static java.util.stream.Collectors.joining;

import dev.durward.model.AddressSet;
import dev.durward.model.PortSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

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

  /** Addresses of one family. */
  record Addresses(AddressSet set) implements Extent {
    @Override
    public Extent intersection(Extent other) {
      return new Addresses(set.intersection(((Addresses) other).set));
    }

    @Override
    public Extent minus(Extent other) {
      return new Addresses(set.minus(((Addresses) other).set));
    }

    @Override
    public Extent union(Extent other) {
      return new Addresses(set.union(((Addresses) other).set));
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
