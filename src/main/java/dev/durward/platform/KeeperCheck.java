package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * What no program that runs a Linux host's firewall by rules of its own can say, and what it finds
 * beside that, with its place in the file.
 */
public final class KeeperCheck {
  /** What makes a rule go near the begin of its last day, where nobody else keeps that. */
  public static final String HOURLY =
      "in /etc/cron.d/durward: 5 * * * * root durward apply --yes FILE (with the whole path of"
          + " each)";

  private final String keeper;
  private final String otherwise;
  private final SourceMap sources;
  private final List<Diagnostic> found = new ArrayList<>();

  /**
   * @param keeper the program
   * @param otherwise what else can be done, after each proposal; may be empty
   */
  public KeeperCheck(String keeper, String otherwise, SourceMap sources) {
    this.keeper = keeper;
    this.otherwise = otherwise;
    this.sources = sources;
  }

  /** In the order in which it was found. */
  public List<Diagnostic> found() {
    return List.copyOf(found);
  }

  public void error(Rule rule, String key, String message, String proposal) {
    found.add(Diagnostic.error(sources.of(rule.name(), key), message, proposal + otherwise));
  }

  public void warning(Rule rule, String key, String message, String proposal) {
    found.add(Diagnostic.warning(sources.of(rule.name(), key), message, proposal + otherwise));
  }

  /**
   * What holds of each of them.
   *
   * @param pieces how many rules of the program's it comes to
   * @param most how many it may
   */
  public void common(Rule rule, long pieces, int most) {
    found.addAll(WindowsWords.onLinux(rule, sources, keeper));
    NeighbourDiscovery.warning(rule, sources).ifPresent(found::add);
    if (rule.linux().user().isPresent()) {
      error(
          rule,
          "linux.user",
          keeper
              + " can't hold a rule to a user, and without it the rule would be wider than"
              + " written",
          "leave `user` out");
    }
    if (pieces > most) {
      error(
          rule,
          "remote",
          "the rule comes to " + pieces + " rules of " + keeper + ", more than " + most,
          "write networks instead of single addresses and ranges");
    }
    rule.expires()
        .ifPresent(
            day ->
                warning(
                    rule,
                    "expires",
                    keeper
                        + " keeps no day: the rule goes with the first `durward apply` from "
                        + day
                        + " on",
                    HOURLY));
  }
}
