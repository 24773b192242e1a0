package dev.durward.windows;

import java.util.Map;

/** Where the firewall keeps its local rules: rule id to [MS-GPFAS] 2.2.2.19 text. */
public interface RuleStore {
  /** All of them: a copy. */
  Map<String, String> values();

  void put(String id, String text);

  void remove(String id);
}
