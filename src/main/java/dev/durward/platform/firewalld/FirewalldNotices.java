package dev.durward.platform.firewalld;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.AddressRange;
import dev.durward.plan.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in the way of rules on a host whose firewall firewalld runs. */
final class FirewalldNotices {
  /** The kernel takes no longer argument than 128 KiB (execve(2)). */
  private static final int LONGEST = 120_000;

  private static final Set<String> REFUSING = Set.of("DROP", "REJECT", "%%REJECT%%");

  /** For all packets, or all of a family. */
  private static final Pattern CATCH_ALL =
      Pattern.compile(
          "rule( priority=\"-?\\d+\")?( family=\"ipv[46]\")?( log\\b.*)? (drop|reject)( type=.*)?");

  private static final Pattern SOURCE = Pattern.compile(" source address=\"([^\"]+)\"");

  private final FirewalldSnapshot host;
  private final FirewalldState state;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  FirewalldNotices(FirewalldSnapshot host) {
    this.host = host;
    this.state = host.state();
  }

  /**
   * All of it.
   *
   * @param lines everything of Durward's that is to be on the host
   */
  List<Diagnostic> of(List<Entry> lines) {
    for (PolicyObject object : PolicyObject.values()) {
      List<Entry> here = lines.stream().filter(each -> PolicyObject.of(each) == object).toList();
      own(object, here);
      if (!here.isEmpty()) {
        switch (object) {
          case IN_ALLOW -> {
            banned(here);
            swallowed("HOST", "egress-zones");
            state.zones().forEach((name, zone) -> catchAll("zone " + name, zone));
          }
          case OUT_ALLOW -> swallowed("HOST", "ingress-zones");
          case IN_BLOCK -> forwarded();
          case OUT_BLOCK -> {}
        }
      }
    }
    reload(lines);
    leftovers();
    return List.copyOf(found);
  }

  private void add(Severity severity, String message, String proposal) {
    found.add(new Diagnostic(severity, Optional.empty(), message, Optional.of(proposal)));
  }

  private void error(String message, String proposal) {
    add(Severity.ERROR, message, proposal);
  }

  /** What is wrong with an object of Durward's. */
  private void own(PolicyObject object, List<Entry> lines) {
    for (Section there : List.of(state.kept(object), state.running(object))) {
      if (!there.equals(Section.NONE)) {
        object
            .distortion(there)
            .ifPresent(
                what ->
                    error(
                        object.title() + " is not as Durward made it: " + what,
                        "put that right, or firewall-cmd --permanent --delete-policy="
                            + object.title()
                            + ", then firewall-cmd --reload"));
      }
    }
    state
        .foreign(object)
        .forEach(
            line ->
                add(
                    Severity.WARNING,
                    object.title() + " holds what is not Durward's, and it stays there: " + line,
                    "move it to a zone or policy of its owner"));
    List<Ledger.Line> all =
        lines.stream().map(each -> new Ledger.Line(each.mark(), each.text())).toList();
    if (state.ledger(object).with(new Ledger(all)).text().length() > LONGEST) {
      error(
          "the rules are too many to be kept in one policy object, " + object.title(),
          "write networks instead of single addresses, and ranges of ports");
    }
  }

  /** Zones that keep some addresses out; firewalld asks policies before that. */
  private void banned(List<Entry> lines) {
    state
        .zones()
        .forEach(
            (name, zone) -> {
              if (REFUSING.contains(zone.setting("target"))) {
                for (String source : zone.words("sources")) {
                  lines.stream()
                      .filter(line -> overlap(line, source))
                      .findFirst()
                      .ifPresent(
                          line ->
                              error(
                                  "zone "
                                      + name
                                      + " keeps "
                                      + source
                                      + " out, and "
                                      + name(line)
                                      + " would let it in",
                                  "move it to a rule that comes before: firewall-cmd"
                                      + " --zone=ZONE --add-rich-rule='rule … source … drop' in the"
                                      + " zone of the interface"));
                }
              }
            });
  }

  private static boolean overlap(Entry line, String source) {
    Matcher matcher = SOURCE.matcher(line.text());
    Optional<AddressRange> banned = AddressRange.parse(source);
    if (banned.isEmpty()) {
      return true;
    }
    boolean other =
        line.text().contains(" family=\"")
            && !line.text().contains(" family=\"" + banned.get().family().word() + "\"");
    if (other || !matcher.find()) {
      return !other;
    }
    // Two networks have one in the other, or nothing in common.
    AddressRange let = AddressRange.parse(matcher.group(1)).orElseThrow();
    return let.contains(banned.get().first()) || banned.get().contains(let.first());
  }

  /** Policy objects of others that leave nothing to those that come after them. */
  private void swallowed(String host, String side) {
    for (Map.Entry<String, Section> each : state.policies().entrySet()) {
      Section policy = each.getValue();
      boolean concerns =
          !each.getKey().startsWith(PolicyObject.PREFIX) && policy.words(side).contains(host);
      if (concerns && REFUSING.contains(policy.setting("target"))) {
        error(
            "policy "
                + each.getKey()
                + " refuses all that it has no rule for, before any rule of Durward's allows it",
            "set its target to CONTINUE, and let the zone refuse the rest");
      }
      if (concerns) {
        catchAll("policy " + each.getKey(), policy);
      }
    }
  }

  private void catchAll(String where, Section section) {
    section.richRules().stream()
        .filter(rule -> CATCH_ALL.matcher(rule).matches())
        .forEach(
            rule ->
                error(
                    where + " refuses everything before any rule of Durward's allows it: " + rule,
                    "take that rule away, and set the zone's target to DROP instead"));
  }

  /** What firewalld forwards to another port of this host passes before all other rules. */
  private void forwarded() {
    for (Map<String, Section> all : List.of(state.zones(), state.policies())) {
      all.forEach(
          (name, section) ->
              section.words("forward-ports").stream()
                  .filter(forward -> forward.endsWith("toaddr="))
                  .forEach(
                      forward ->
                          add(
                              Severity.WARNING,
                              name
                                  + " forwards a port of this host to another, and firewalld lets"
                                  + " that pass before any block: "
                                  + forward,
                              "see that none of the blocked ports is reached so")));
    }
  }

  private void reload(List<Entry> lines) {
    List<String> losses = new ArrayList<>(host.losses());
    if (losses.isEmpty()) {
      return;
    }
    String all = String.join("; ", losses);
    if (!host.missing(lines).isEmpty()) {
      error(
          "firewalld has to reload once to take Durward's policy objects, and that would wipe "
              + all,
          "make that permanent (firewall-cmd --runtime-to-permanent), or run the commands up to"
              + " --reload of durward plan --script when it suits, and restore the rest");
    } else if (host.isFrameIdle(lines)) {
      add(
          Severity.WARNING,
          "Durward's policy objects stay, and hold no rules: to drop them firewalld has to"
              + " reload, and that would wipe "
              + all,
          "run firewall-cmd --permanent --delete-policy=NAME for each when it suits");
    }
  }

  private void leftovers() {
    int lines = host.kernel().managed().size();
    if (lines > 0) {
      add(
          Severity.WARNING,
          "this host also has " + lines + " lines of Durward's in iptables' own chains",
          "take them away: durward remove --platform iptables --policy NAME");
    }
  }

  private static String name(Entry line) {
    return line.mark().policy() + "/" + line.mark().rule();
  }
}
