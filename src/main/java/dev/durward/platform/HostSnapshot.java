package dev.durward.platform;

import dev.durward.model.Direction;
import dev.durward.model.PortRange;
import dev.durward.plan.Plan;
import dev.durward.plan.Snapshot;
import java.util.List;
import java.util.Optional;

/** A snapshot that shows all rules of its host, and not Durward's alone. */
public interface HostSnapshot extends Snapshot {
  /**
   * The rules as those of a file.
   *
   * @param policy the policy that they are to be of; empty for the one that Durward's own rules
   *     there are of, or {@link Imported#POLICY}
   */
  Imported imported(Optional<String> policy);

  /** Who decides about packets, on a host of which that is known beside its rules. */
  Explanation explained(Question question, Locality locality);

  /** The ports of a protocol that rules for a direction name, in the parts that they cut. */
  List<PortRange> portsNamed(Direction direction, int protocol);

  /**
   * What a plan that was made against this snapshot would take from connections from outside.
   * Packets that don't get through now are no loss, nor are those of which nobody can tell neither
   * before nor after.
   *
   * @return one for each passage that would lose any of its packets
   */
  List<Loss> losses(Plan plan, List<Passage> passages);

  /**
   * Whether a plan may shut out anybody at all. Told quickly where it can be: who is not to be shut
   * out need not be asked then.
   */
  default boolean mayShut(Plan plan) {
    return true;
  }
}
