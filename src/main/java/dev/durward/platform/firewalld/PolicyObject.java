package dev.durward.platform.firewalld;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.plan.Entry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A policy object of firewalld's (firewalld.policies(5)) that holds rules of Durward's alone. Those
 * with a negative priority are asked before the rules of each zone, those with a positive one after
 * them and before what the zone does with all the rest: a block of Durward's comes before whatever
 * others allow, and what others block before any allow of Durward's.
 */
enum PolicyObject {
  IN_BLOCK("ANY", "HOST", -32768),
  IN_ALLOW("ANY", "HOST", 32767),
  OUT_BLOCK("HOST", "ANY", -32768),
  OUT_ALLOW("HOST", "ANY", 32767);

  /** What its name begins with. */
  static final String PREFIX = "durward-";

  private final String ingress;
  private final String egress;
  private final int priority;

  PolicyObject(String ingress, String egress, int priority) {
    this.ingress = ingress;
    this.egress = egress;
    this.priority = priority;
  }

  /** The one that rules of that kind are kept in. */
  static PolicyObject of(Direction direction, Action action) {
    if (direction == Direction.IN) {
      return action == Action.ALLOW ? IN_ALLOW : IN_BLOCK;
    }
    return action == Action.ALLOW ? OUT_ALLOW : OUT_BLOCK;
  }

  /** The one that an entry is kept in. */
  static PolicyObject of(Entry entry) {
    for (PolicyObject object : values()) {
      if (entry.place().startsWith(object.place())) {
        return object;
      }
    }
    throw new IllegalArgumentException("not kept by firewalld: " + entry.place());
  }

  /** Its name; firewalld takes no more than 17 letters. */
  String title() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is asked before the rules of zones. */
  boolean isFirst() {
    return priority < 0;
  }

  /** The chain of firewalld's in which it is asked, without what its nftables put before that. */
  String chain() {
    return (egress.equals("HOST") ? "INPUT" : "OUTPUT")
        + "_POLICIES_"
        + (isFirst() ? "pre" : "post");
  }

  /** Where a rule is that it holds, both at run time and in firewalld's configuration. */
  String place() {
    return "firewalld " + title();
  }

  String ingress() {
    return ingress;
  }

  String egress() {
    return egress;
  }

  String priority() {
    return Integer.toString(priority);
  }

  /** What about it is otherwise than Durward makes it, in firewalld's words. */
  Optional<String> distortion(Section there) {
    Map<String, String> made =
        Map.of(
            "priority",
            priority(),
            "target",
            "CONTINUE",
            "ingress-zones",
            ingress,
            "egress-zones",
            egress);
    return made.keySet().stream()
        .sorted()
        .filter(key -> !there.setting(key).equals(made.get(key)))
        .findFirst()
        .map(key -> key + ": " + there.setting(key) + ", not " + made.get(key));
  }
}
