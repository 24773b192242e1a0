package dev.durward.windows;

import java.util.List;
import java.util.Map;

/** Remembers each state that the rules have been in. */
record WatchedRules(RuleStore store, List<Map<String, String>> states) implements RuleStore {
  @Override
  public Map<String, String> values() {
    return store.values();
  }

  @Override
  public void put(String id, String text) {
    store.put(id, text);
    states.add(store.values());
  }

  @Override
  public void remove(String id) {
    store.remove(id);
    states.add(store.values());
  }
}
