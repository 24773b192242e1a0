package dev.durward.journal;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The applies that the journal tells of.
 *
 * @param items those that can be read, newest first
 * @param findings about those that can't, by their numbers
 */
public record Past(List<Item> items, SortedMap<Integer, Diagnostic> findings) {
  /**
   * One apply.
   *
   * @param ending how it ended; empty if it has not
   */
  public record Item(Heading heading, Optional<Ending> ending) {
    /** Whether what it wanted may be on the host. */
    boolean isOnHost() {
      return ending.filter(ended -> ended.state() != Ending.State.ROLLED_BACK).isPresent();
    }

    /** Whether the host was as it wanted. */
    public boolean isApplied() {
      return ending.filter(ended -> ended.state() == Ending.State.APPLIED).isPresent();
    }
  }

  /**
   * An apply that stands, and those of its policies that no later rollback has taken away.
   *
   * @param id its number
   */
  public record Standing(int id, Set<String> policies) {}

  /** Reads all of it. */
  public static Past read(Journal journal) throws IOException {
    Past past = new Past(new ArrayList<>(), new TreeMap<>());
    for (int id : journal.ids()) {
      past.add(journal, id);
    }
    return past;
  }

  /** The newest one that was applied, of those that can be read. */
  public static Optional<Item> last(Journal journal) throws IOException {
    Past past = new Past(new ArrayList<>(), new TreeMap<>());
    for (int id : journal.ids()) {
      past.add(journal, id);
      Optional<Item> applied = past.items.stream().filter(Item::isApplied).findFirst();
      if (applied.isPresent()) {
        return applied;
      }
    }
    return Optional.empty();
  }

  private void add(Journal journal, int id) {
    try {
      items.add(new Item(journal.heading(id), journal.ending(id)));
    } catch (Unusable e) {
      findings.put(id, finding(e));
    }
  }

  /** What is to be said about a file that is no use. */
  public static Diagnostic finding(Unusable e) {
    return new Diagnostic(
        Severity.WARNING,
        Optional.empty(),
        String.valueOf(e.getMessage()),
        Optional.of(
            e.isUnknown()
                ? "use the Durward that wrote it"
                : "look at it; it is never used, and you may remove it"));
  }

  /**
   * The one with that number; empty if there is none.
   *
   * @throws FirewallException if it can't be read
   */
  public Optional<Item> require(int id) throws FirewallException {
    Diagnostic finding = findings.get(id);
    if (finding != null) {
      throw new FirewallException(
          Kind.UNREADABLE, finding.message(), finding.proposal().orElseThrow());
    }
    return items.stream().filter(item -> item.heading().id() == id).findFirst();
  }

  /**
   * The newest apply that stands: it changed rules, and no later rollback went back behind it. What
   * one rollback took away, the next one passes over.
   */
  public Optional<Standing> newestStanding() {
    Map<String, Integer> limits = new HashMap<>();
    for (Item item : items) {
      Heading heading = item.heading();
      Set<String> policies = new HashSet<>(heading.policies());
      policies.removeIf(policy -> heading.id() >= limits.getOrDefault(policy, Integer.MAX_VALUE));
      if (!item.isOnHost() || policies.isEmpty() || !heading.changesRules()) {
        continue;
      }
      Optional<Cause.Restored> restored = heading.cause().restored();
      if (restored.isEmpty()) {
        return Optional.of(new Standing(heading.id(), policies));
      }
      policies.forEach(policy -> limits.put(policy, restored.get().limit()));
    }
    return Optional.empty();
  }
}
