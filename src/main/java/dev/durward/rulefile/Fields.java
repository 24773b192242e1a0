package dev.durward.rulefile;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a rule says, with what it takes from the defaults.
 *
 * @param at where the rule is named
 * @param own its own values by their keys, {@code linux.limit} inside a block
 * @param defaults those of the defaults
 */
record Fields(int at, Map<String, Node> own, Map<String, Node> defaults) {
  /** The value of a key. */
  Optional<Node> find(String key) {
    Node value = own.get(key);
    return Optional.ofNullable(value == null ? defaults.get(key) : value);
  }

  boolean has(String key) {
    return own.containsKey(key) || defaults.containsKey(key);
  }

  /**
   * Where to report a conflict: at the first of these keys that the rule has itself, or its name.
   */
  int at(String... keys) {
    for (String key : keys) {
      Node value = own.get(key);
      if (value != null) {
        return value.at();
      }
    }
    return at;
  }

  /**
   * The value of a key, or what a rule without it has.
   *
   * @return empty if the key has a value that can't be read, which {@code read} reports
   */
  <T> Optional<T> read(String key, T absent, Function<Node, Optional<T>> read) {
    Optional<Node> value = find(key);
    return value.isPresent() ? read.apply(value.get()) : Optional.of(absent);
  }

  /** Likewise for a value that may be absent. */
  <T> Optional<Optional<T>> readAny(String key, Function<Node, Optional<T>> reader) {
    Optional<Node> value = find(key);
    if (value.isEmpty()) {
      return Optional.of(Optional.empty());
    }
    Optional<T> read = reader.apply(value.get());
    return read.isPresent() ? Optional.of(read) : Optional.empty();
  }
}
