package dev.durward.platform.netsh.registry;

import dev.durward.platform.FirewallException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a Windows host keeps its settings: the registry itself, or what was exported from it. */
@FunctionalInterface
public interface Registry {
  /**
   * Reads the values of a key.
   *
   * @param path below {@code HKEY_LOCAL_MACHINE}, with backslashes, of any case
   * @return empty if there is no such key
   */
  Optional<Key> key(String path) throws FirewallException;

  /**
   * Lists the keys right below a key.
   *
   * @return their names; none if there is no such key
   */
  default List<String> subkeys(String path) throws FirewallException {
    return List.of();
  }

  /**
   * The values of a key, by their names, of any case. Values of other types are not kept.
   *
   * @param texts REG_SZ and REG_EXPAND_SZ, and REG_MULTI_SZ with a line for each string
   * @param numbers REG_DWORD
   */
  record Key(SortedMap<String, String> texts, SortedMap<String, Integer> numbers) {
    public Key {
      texts = anyCase(texts);
      numbers = anyCase(numbers);
    }

    /** A key with these values. */
    public static Key of(Map<String, String> texts, Map<String, Integer> numbers) {
      return new Key(new TreeMap<>(texts), new TreeMap<>(numbers));
    }

    private static <V> SortedMap<String, V> anyCase(SortedMap<String, V> values) {
      SortedMap<String, V> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      copy.putAll(values);
      return Collections.unmodifiableSortedMap(copy);
    }
  }
}
