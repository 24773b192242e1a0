package dev.durward.platform.netsh.registry;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of a {@code .reg} file.
 *
 * <pre>
 * Windows Registry Editor Version 5.00
 *
 * [HKEY_LOCAL_MACHINE\SYSTEM\Select]
 * "Current"=dword:00000001
 * "Path"="C:\\Windows"
 * "Expanded"=hex(2):25,00,\
 *   00,00
 * </pre>
 */
final class RegistryText {
  private static final String UNICODE = "Windows Registry Editor Version 5.00";
  private static final String ANSI = "REGEDIT4";

  /** The types of {@code hex(TYPE)} that are kept. */
  private static final int SZ = 1;

  private static final int EXPAND_SZ = 2;
  private static final int DWORD = 4;
  private static final int MULTI_SZ = 7;

  private record Values(SortedMap<String, String> texts, SortedMap<String, Integer> numbers) {
    Values() {
      this(
          new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
          new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    }
  }

  private final RegistryCursor cursor;
  private final SortedMap<String, Values> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private Charset charset = StandardCharsets.UTF_16LE;
  private @Nullable Values current;

  private RegistryText(String text) {
    this.cursor = new RegistryCursor(text);
  }

  /** The keys by their whole paths. */
  static SortedMap<String, Registry.Key> parse(String text) throws Malformed {
    RegistryText reader = new RegistryText(text);
    reader.header();
    while (!reader.cursor.isAtEnd()) {
      reader.line();
    }
    SortedMap<String, Registry.Key> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    reader.keys.forEach(
        (path, values) -> keys.put(path, new Registry.Key(values.texts, values.numbers)));
    return keys;
  }

  private void header() throws Malformed {
    String header = cursor.restOfLine();
    if (header.equals(ANSI)) {
      // Its code page is not written anywhere: what is not ASCII may come out as other letters.
      charset = StandardCharsets.ISO_8859_1;
    } else if (!header.equals(UNICODE)) {
      throw cursor.malformed("is neither \"" + UNICODE + "\" nor \"" + ANSI + "\"");
    }
    cursor.nextLine();
  }

  private void line() throws Malformed {
    cursor.skipBlanks();
    switch (cursor.peek()) {
      case '\n', ';' -> cursor.nextLine();
      case '[' -> key();
      case '"' -> value(cursor.quoted());
      case '@' -> {
        cursor.skip();
        value("");
      }
      default -> throw cursor.malformed("is no key, value or comment: " + cursor.excerpt());
    }
  }

  private void key() throws Malformed {
    String rest = cursor.restOfLine();
    int end = rest.lastIndexOf(']');
    String behind = rest.substring(end + 1).strip();
    if (end < 1 || !(behind.isEmpty() || behind.startsWith(";"))) {
      throw cursor.malformed("is no [key]: " + cursor.excerpt());
    }
    if (rest.charAt(1) == '-') {
      String path = rest.substring(2, end);
      keys.keySet().removeIf(each -> isBelow(each, path));
      current = null;
    } else {
      current = keys.computeIfAbsent(rest.substring(1, end), path -> new Values());
    }
    cursor.nextLine();
  }

  private static boolean isBelow(String path, String top) {
    return path.regionMatches(true, 0, top, 0, top.length())
        && (path.length() == top.length() || path.charAt(top.length()) == '\\');
  }

  private void value(String name) throws Malformed {
    Values values = current;
    if (values == null) {
      throw cursor.malformed("has a value that is in no key");
    }
    cursor.skipBlanks();
    if (cursor.peek() != '=') {
      throw cursor.malformed("has no equals sign behind the name of a value");
    }
    cursor.skip();
    cursor.skipBlanks();
    values.texts.remove(name);
    values.numbers.remove(name);
    if (cursor.peek() == '"') {
      values.texts.put(name, cursor.quoted());
    } else if (cursor.peek() == '-') {
      cursor.skip();
    } else if (cursor.take("dword:")) {
      values.numbers.put(name, cursor.dword());
    } else if (cursor.take("hex")) {
      hex(values, name);
    } else {
      throw cursor.malformed("has a value of no known form: " + cursor.excerpt());
    }
    cursor.skipBlanks();
    if (cursor.peek() != '\n' && cursor.peek() != ';') {
      throw cursor.malformed("goes on behind its value: " + cursor.excerpt());
    }
    cursor.nextLine();
  }

  private void hex(Values values, String name) throws Malformed {
    int type = 3;
    if (cursor.take("(")) {
      type = cursor.dword();
      if (!cursor.take(")")) {
        throw cursor.malformed("has no closing bracket behind the type");
      }
    }
    if (!cursor.take(":")) {
      throw cursor.malformed("has no colon behind hex");
    }
    byte[] bytes = cursor.bytes();
    switch (type) {
      case SZ, EXPAND_SZ -> values.texts.put(name, string(bytes).split("\0", 2)[0]);
      case MULTI_SZ -> values.texts.put(name, lines(string(bytes)));
      case DWORD -> values.numbers.put(name, littleEndian(bytes));
      default -> {}
    }
  }

  private String string(byte[] bytes) throws Malformed {
    if (charset.equals(StandardCharsets.UTF_16LE) && bytes.length % 2 != 0) {
      throw cursor.malformed("ends a text of UTF-16 in the middle of a character");
    }
    return new String(bytes, charset);
  }

  private static String lines(String strings) {
    int end = strings.length();
    while (end > 0 && strings.charAt(end - 1) == '\0') {
      end--;
    }
    return strings.substring(0, end).replace('\0', '\n');
  }

  private int littleEndian(byte[] bytes) throws Malformed {
    if (bytes.length != 4) {
      throw cursor.malformed("has a dword that is not of four bytes");
    }
    return (bytes[3] & 0xff) << 24
        | (bytes[2] & 0xff) << 16
        | (bytes[1] & 0xff) << 8
        | (bytes[0] & 0xff);
  }
}
