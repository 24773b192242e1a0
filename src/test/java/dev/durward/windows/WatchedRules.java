package dev.durward.windows;

import java.util.List;
import java.util.Map;

/** Remembers each state that rules and settings have been in. */
record WatchedRules(RuleStore store, List<MemoryRules> states) implements RuleStore {
  @Override
  public Map<String, String> values() {
    return store.values();
  }

  @Override
  public void put(String id, String text) {
    store.put(id, text);
    states.add(MemoryRules.of(store));
  }

  @Override
  public void remove(String id) {
    store.remove(id);
    states.add(MemoryRules.of(store));
  }

  @Override
  public Map<String, Integer> settings(String profile) {
    return store.settings(profile);
  }

  @Override
  public void set(String profile, String name, int number) {
    store.set(profile, name, number);
    states.add(MemoryRules.of(store));
  }
}
