package dev.durward.platform.netsh.translation;

import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Entry;
import dev.durward.plan.Repair;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.ProfileSettings;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.translation.InboundBlock.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One profile begins to block what no rule lets in, or ends to. netsh sets what comes in and what
 * goes out by one word, so that the other half is said as it is.
 *
 * @param shut whether it begins
 * @param blocksOutbound the other half, as the local store has it
 */
public record InboundChange(Profile profile, boolean shut, boolean blocksOutbound) {
  /**
   * What is to be done with the profiles of a host, so that it has these lines.
   *
   * <p>A profile is shut, or opened, where a line that is not there yet says so. It is also opened
   * where the last sign goes, and that one says that it was open before; unless somebody has shut
   * it tighter since, or group policy decides.
   *
   * @param after everything of Durward's that is to be on the host
   */
  public static List<InboundChange> of(FirewallPolicy policy, List<Entry> after) {
    Set<Entry> coming = new HashSet<>(after);
    InboundBlock.settings(policy).forEach(coming::remove);
    List<OwnRule> signs = InboundBlock.signs(policy);
    boolean signed = after.stream().anyMatch(entry -> InboundBlock.isOf(entry.mark()));
    Set<Profile> before = InboundBlock.before(signs);
    List<InboundChange> changes = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      State state = State.of(policy, profile);
      boolean shut = says(coming, profile, State.BLOCKED);
      boolean open = says(coming, profile, State.ALLOWED) || (!signed && before.contains(profile));
      boolean turns = shut ? state == State.ALLOWED : open && state == State.BLOCKED;
      ProfileSettings local = policy.local(profile);
      if (turns && !policy.groupDecides(profile) && (shut || !local.is(Setting.SHIELDS_UP))) {
        changes.add(new InboundChange(profile, shut, local.is(Setting.BLOCKS_OUTBOUND)));
      }
    }
    return changes;
  }

  private static boolean says(Set<Entry> coming, Profile profile, State state) {
    return coming.stream().anyMatch(entry -> entry.equals(state.entry(entry.mark(), profile)));
  }

  /** The host as it is when they are done. */
  public static FirewallPolicy done(FirewallPolicy policy, List<InboundChange> changes) {
    Map<Profile, Boolean> shut = new EnumMap<>(Profile.class);
    changes.forEach(change -> shut.put(change.profile, change.shut));
    return policy.with(Setting.BLOCKS_INBOUND, shut);
  }

  /** The command of netsh. */
  public List<String> words() {
    return List.of(
        "advfirewall",
        "set",
        InboundBlock.word(profile) + "profile",
        "firewallpolicy",
        (shut ? "blockinbound," : "allowinbound,")
            + (blocksOutbound ? "blockoutbound" : "allowoutbound"));
  }

  /** What undoes it. */
  public InboundChange back() {
    return new InboundChange(profile, !shut, blocksOutbound);
  }

  /** The lines that show it, under the signs that a host has. */
  public List<Entry> seen(FirewallPolicy policy) {
    State state = shut ? State.BLOCKED : State.ALLOWED;
    return InboundBlock.signs(policy).stream()
        .map(sign -> state.entry(sign.mark(), profile))
        .toList();
  }

  /** For people. */
  public Repair repair() {
    return shut
        ? new Repair(
            InboundBlock.place(profile),
            "it lets in what no rule is about",
            "block inbound connections that no rule allows")
        : new Repair(
            InboundBlock.place(profile),
            "as it was before `inbound: block`",
            "let in again what no rule is about");
  }
}
