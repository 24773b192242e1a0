package dev.durward.windows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Rules and settings that live as long as this object. */
public final class MemoryRules implements RuleStore {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> profiles = new TreeMap<>();

  /** As another one is now. */
  static MemoryRules of(RuleStore store) {
    MemoryRules copy = new MemoryRules();
    copy.values.putAll(store.values());
    for (String profile : ProfileCommand.KEYS.values()) {
      store.settings(profile).forEach((name, number) -> copy.set(profile, name, number));
    }
    return copy;
  }

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

  @Override
  public Map<String, Integer> settings(String profile) {
    return new TreeMap<>(profiles.getOrDefault(profile, Map.of()));
  }

  @Override
  public void set(String profile, String name, int number) {
    profiles.computeIfAbsent(profile, key -> new TreeMap<>()).put(name, number);
  }
}
