package dev.durward.platform.netsh.registry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What regedit exported, as a {@code .reg} file: {@code Windows Registry Editor Version 5.00} or
 * {@code REGEDIT4}, in UTF-16 or UTF-8.
 *
 * @param keys by their whole path, of any case
 */
public record RegistryExport(SortedMap<String, Key> keys) implements Registry {
  private static final String MACHINE = "HKEY_LOCAL_MACHINE\\";
  private static final String CURRENT = "SYSTEM\\CurrentControlSet\\";

  public RegistryExport {
    SortedMap<String, Key> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(keys);
    keys = copy;
  }

  /**
   * Reads a file whole, or not at all. What is wrong with it is said with its line.
   *
   * @param file the bytes as they stand in the file
   */
  public static Reading<RegistryExport> parse(byte[] file) {
    try {
      return new Reading.Value<>(new RegistryExport(RegistryText.parse(decode(file))));
    } catch (Malformed e) {
      return new Reading.Unreadable<>(e.reason());
    }
  }

  private static String decode(byte[] file) throws Malformed {
    if (startsWith(file, 0xff, 0xfe)) {
      return decode(file, 2, StandardCharsets.UTF_16LE);
    }
    if (startsWith(file, 0xfe, 0xff)) {
      return decode(file, 2, StandardCharsets.UTF_16BE);
    }
    return decode(file, startsWith(file, 0xef, 0xbb, 0xbf) ? 3 : 0, StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] file, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= file.length || (file[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static String decode(byte[] file, int start, Charset charset) throws Malformed {
    ByteBuffer bytes = ByteBuffer.wrap(file, start, file.length - start);
    try {
      return charset.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = start; i < bytes.position(); i++) {
        line += file[i] == '\n' ? 1 : 0;
      }
      throw new Malformed("line " + line + " is not of the file's encoding, " + charset.name());
    }
  }

  /**
   * The export of a hive, and not of a running system, has no {@code CurrentControlSet}: it is then
   * the set that its key {@code Select} names.
   */
  @Override
  public Optional<Key> key(String path) {
    String whole = MACHINE + path;
    if (startsWith(path, CURRENT) && !has(MACHINE + CURRENT)) {
      whole = MACHINE + "SYSTEM\\" + currentSet() + path.substring(CURRENT.length() - 1);
    }
    return Optional.ofNullable(keys.get(whole));
  }

  @Override
  public List<String> subkeys(String path) {
    String start = MACHINE + path + "\\";
    return keys.keySet().stream()
        .filter(key -> startsWith(key, start))
        .map(key -> key.substring(start.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('\\') < 0)
        .toList();
  }

  private String currentSet() {
    Key select = keys.get(MACHINE + "SYSTEM\\Select");
    int number = select == null ? 1 : select.numbers().getOrDefault("Current", 1);
    return String.format(Locale.ROOT, "ControlSet%03d", number);
  }

  private boolean has(String prefix) {
    return keys.tailMap(prefix).keySet().stream()
        .findFirst()
        .map(first -> startsWith(first, prefix))
        .orElse(false);
  }

  private static boolean startsWith(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
