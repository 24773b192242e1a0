package dev.durward.windows;

import java.util.Map;

/**
 * Where the firewall keeps its local rules, rule id to [MS-GPFAS] 2.2.2.19 text, and the settings
 * of its profiles, [MS-GPFAS] 2.2.3.
 */
public interface RuleStore {
  /** All of them: a copy. */
  Map<String, String> values();

  void put(String id, String text);

  void remove(String id);

  /**
   * The numbers that are set for a profile: a copy.
   *
   * @param profile the name of its key: {@code PublicProfile}
   */
  Map<String, Integer> settings(String profile);

  void set(String profile, String name, int number);
}
