package dev.durward.rulefile;

import dev.durward.model.Action;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.rulefile.RuleReader.Draft;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold between the keys of one rule. A key that could not be read is left out. */
final class RuleChecks {
  private final Findings findings;
  private final boolean justified;

  /**
   * @param justified whether each rule that opens something must say why
   */
  RuleChecks(Findings findings, boolean justified) {
    this.findings = findings;
    this.justified = justified;
  }

  void check(Draft draft) {
    Fields fields = draft.fields();
    draft.protocols().ifPresent(protocols -> ports(fields, protocols));
    draft.directions().ifPresent(directions -> directions(draft, directions));
    families(draft);
    if (draft.action().isPresent()) {
      action(fields, draft.action().get());
    }
  }

  private void ports(Fields fields, List<Protocol> protocols) {
    Optional<Protocol> without = protocols.stream().filter(p -> !p.hasPorts()).findFirst();
    if (without.isEmpty()) {
      if (!fields.has("ports")) {
        findings.error(
            fields.at(),
            "this rule names no ports",
            "add `ports:`, with 1-65535 to mean every port");
      }
      return;
    }
    if (!fields.has("ports") && protocols.stream().anyMatch(Protocol::hasPorts)) {
      findings.error(
          fields.at("protocol"),
          "protocol " + without.get().word() + " has no ports, and others in this list need them",
          "write a rule of its own for " + without.get().word());
    }
    for (String key : List.of("ports", "remote-ports", "local-ports")) {
      if (fields.has(key)) {
        boolean mixed = protocols.size() > 1;
        findings.error(
            fields.at(key, "protocol"),
            "`" + key + "` with protocol " + without.get().word() + ", which has no ports",
            mixed
                ? "write a rule of its own for " + without.get().word()
                : fields.own().containsKey(key)
                    ? "delete `" + key + "`, or use tcp, udp or sctp"
                    : "move `" + key + "` out of `defaults`");
      }
    }
  }

  private void directions(Draft draft, Set<Direction> directions) {
    Fields fields = draft.fields();
    sourcePorts(fields, directions, "remote-ports", Direction.IN);
    sourcePorts(fields, directions, "local-ports", Direction.OUT);
    boolean user = draft.linux().flatMap(linux -> linux.user()).isPresent();
    if (user && !directions.equals(Set.of(Direction.OUT))) {
      findings.error(
          fields.at("linux.user", "direction"),
          "`user` is known of connections that this host opens, not of those that come in",
          "use `direction: out`, in a rule of its own");
    }
    boolean edge = draft.windows().map(windows -> windows.edge() != Edge.NO).orElse(false);
    if (edge && !directions.equals(Set.of(Direction.IN))) {
      findings.error(
          fields.at("windows.edge", "direction"),
          "`edge` is about connections that come in",
          "use `direction: in`, in a rule of its own");
    }
  }

  private void sourcePorts(Fields fields, Set<Direction> directions, String key, Direction only) {
    if (!fields.has(key) || directions.equals(Set.of(only))) {
      return;
    }
    findings.error(
        fields.at(key, "direction"),
        "`" + key + "` is for `direction: " + only.word() + "` alone",
        directions.size() > 1
            ? "write two rules, one for in and one for out"
            : only == Direction.IN
                ? "for `out`, `ports` are the other side's and `local-ports` this side's"
                : "for `in`, `ports` are this side's and `remote-ports` the other side's");
  }

  private void families(Draft draft) {
    if (draft.families().isEmpty() || draft.remote().isEmpty() || draft.local().isEmpty()) {
      return;
    }
    Set<Family> named = draft.families().get();
    AddressSet remote = draft.remote().get();
    AddressSet local = draft.local().get();
    boolean possible = false;
    for (Family family : named) {
      possible |= !remote.in(family).isEmpty() && !local.in(family).isEmpty();
    }
    if (possible) {
      return;
    }
    Fields fields = draft.fields();
    boolean remoteFits = named.stream().anyMatch(family -> !remote.in(family).isEmpty());
    boolean localFits = named.stream().anyMatch(family -> !local.in(family).isEmpty());
    if (remoteFits && localFits) {
      findings.error(
          fields.at("local", "remote", "families"),
          "`remote` and `local` have no address family in common",
          "use addresses of one family in both");
    } else {
      String key = remoteFits ? "local" : "remote";
      findings.error(
          fields.at("families", key),
          "`" + key + "` has no address of the family that `families` names",
          "name the family of the addresses, or leave `families` out");
    }
  }

  private void action(Fields fields, Action action) {
    if (fields.has("linux.limit") && action != Action.ALLOW) {
      findings.error(
          fields.at("linux.limit", "action"),
          "`limit` is about how much is let in, and this rule lets nothing in",
          "delete it, or use `action: allow`");
    }
    if (justified && action == Action.ALLOW && !fields.has("justification")) {
      findings.error(
          fields.at(),
          "this rule opens something and has no `justification`",
          "say why it is open; `defaults` ask for it");
    }
  }
}
