package dev.durward.windows;

import java.util.LinkedHashMap;
import java.util.Map;

/** Rules that live as long as this object. */
public final class MemoryRules implements RuleStore {
  private final Map<String, String> values = new LinkedHashMap<>();

  @Override
  public Map<String, String> values() {
    return new LinkedHashMap<>(values);
  }

  @Override
  public void put(String id, String text) {
    values.put(id, text);
  }

  @Override
  public void remove(String id) {
    values.remove(id);
  }
}
