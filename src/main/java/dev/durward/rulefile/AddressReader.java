package dev.durward.rulefile;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.rulefile.Node.Scalar;
import dev.durward.rulefile.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads sets of addresses, with the names of groups among them. */
final class AddressReader {
  /** Stands for every address, alone. */
  static final String ANY = "any";

  /** How many ranges all rules may come to, a group counted wherever it is named. */
  private static final int MOST_RANGES = 2_000_000;

  private static final String WHAT = "an address";

  private final Values values;
  private final Findings findings;
  private final AddressText addresses;
  private final Map<String, Optional<AddressSet>> groups = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  // Those of `defaults` are met again in each rule.
  private final IdentityHashMap<Node, Optional<AddressSet>> known = new IdentityHashMap<>();
  private final boolean allGroupsKnown;
  private long ranges;

  /**
   * @param allGroupsKnown false if the file ends early, so that a group may be missing in it
   */
  AddressReader(Values values, Findings findings, boolean allGroupsKnown) {
    this.values = values;
    this.findings = findings;
    this.addresses = new AddressText(findings);
    this.allGroupsKnown = allGroupsKnown;
  }

  /** Makes a name known as that of a group, before any group is read. */
  void declare(String name) {
    groups.put(name, Optional.empty());
  }

  /** Reads a group; one that can't be read stays known. */
  void define(String name, Node node) {
    groups.put(name, values.list(node, WHAT, this::element).map(AddressSet::of));
  }

  boolean isGroup(String name) {
    return groups.containsKey(name);
  }

  /** Whether a rule named the group. */
  boolean isUsed(String name) {
    return used.contains(name);
  }

  private Optional<AddressRange> element(Scalar scalar) {
    if (scalar.text().equals(ANY)) {
      findings.error(
          scalar.at(), "`any` needs no group", "name `any` in the rule, or leave the key out");
      return Optional.empty();
    }
    if (isGroup(scalar.text())) {
      findings.error(
          scalar.at(),
          Spelling.quote(scalar.text()) + " is a group, and groups have no groups in them",
          "name both groups in the rule");
      return Optional.empty();
    }
    return addresses.read(scalar, List.of());
  }

  /** {@code any}, an address, a network, a range, a group, or a list of the last four. */
  Optional<AddressSet> read(Node node) {
    Optional<AddressSet> before = known.get(node);
    if (before != null) {
      return before;
    }
    Optional<AddressSet> set = resolve(node);
    known.put(node, set);
    return set;
  }

  private Optional<AddressSet> resolve(Node node) {
    if (node instanceof Scalar scalar && scalar.text().equals(ANY)) {
      return Optional.of(AddressSet.ANY);
    }
    if (node instanceof Scalar scalar && isGroup(scalar.text())) {
      return group(scalar);
    }
    Optional<List<AddressSet>> sets =
        values.list(node, WHAT, scalar -> one(scalar, node instanceof Sequence));
    if (sets.isEmpty()) {
      return Optional.empty();
    }
    List<AddressRange> all = new ArrayList<>();
    for (AddressSet set : sets.get()) {
      ranges += set.ranges().size();
      if (ranges > MOST_RANGES) {
        findings.error(
            node.at(),
            "the rules come to more than " + MOST_RANGES + " addresses and ranges",
            "name a group alone, not in a list with others, or write networks");
        return Optional.empty();
      }
      all.addAll(set.ranges());
    }
    return Optional.of(AddressSet.of(all));
  }

  private Optional<AddressSet> one(Scalar scalar, boolean listed) {
    if (isGroup(scalar.text())) {
      return group(scalar);
    }
    if (listed && scalar.text().equals(ANY)) {
      findings.error(scalar.at(), "`any` stands in a list", "write `any` alone, or leave it out");
      return Optional.empty();
    }
    if (!allGroupsKnown && AddressText.isName(scalar.text())) {
      return Optional.empty();
    }
    return addresses.read(scalar, groups.keySet()).map(range -> new AddressSet(List.of(range)));
  }

  private Optional<AddressSet> group(Scalar scalar) {
    used.add(scalar.text());
    Optional<AddressSet> group = groups.get(scalar.text());
    return group == null ? Optional.empty() : group;
  }
}
