package dev.durward.platform.host;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Advapi32Util.InfoKey;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import com.sun.jna.platform.win32.WinReg.HKEY;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the registry of Windows. */
public final class WindowsRegistry {
  private static final int ATTEMPTS = 10;

  /** A 32-bit Java is shown another registry unless it asks for the real one. */
  private static final int ACCESS = WinNT.KEY_READ | WinNT.KEY_WOW64_64KEY;

  private WindowsRegistry() {}

  /**
   * All values of a key by their names: {@code REG_SZ} as String, {@code REG_DWORD} as Integer,
   * other types as JNA gives them. Empty if there is no such key.
   *
   * @param key its path below {@code HKEY_LOCAL_MACHINE}
   * @throws FirewallException if the key could not be read whole
   */
  public static Optional<Map<String, Object>> values(String key) throws FirewallException {
    return read(key, open -> values(open, key));
  }

  /**
   * The names of the keys right below a key; none if there is no such key.
   *
   * @param key its path below {@code HKEY_LOCAL_MACHINE}
   */
  public static List<String> subkeys(String key) throws FirewallException {
    return read(key, open -> List.of(Advapi32Util.registryGetKeys(open))).orElse(List.of());
  }

  /** Reads something of a key that is open. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(HKEY open) throws FirewallException;
  }

  private static <T> Optional<T> read(String key, Question<T> question) throws FirewallException {
    try {
      HKEY open = Advapi32Util.registryGetKey(WinReg.HKEY_LOCAL_MACHINE, key, ACCESS).getValue();
      try {
        return Optional.of(question.ask(open));
      } finally {
        Advapi32Util.registryCloseKey(open);
      }
    } catch (Win32Exception e) {
      return switch (e.getErrorCode()) {
        case WinError.ERROR_FILE_NOT_FOUND, WinError.ERROR_PATH_NOT_FOUND -> Optional.empty();
        case WinError.ERROR_ACCESS_DENIED ->
            throw new FirewallException(
                Kind.NOT_PERMITTED,
                unreadable(key) + e.getMessage(),
                "run this from a terminal that was opened with `Run as administrator`");
        default -> throw trouble(key, String.valueOf(e.getMessage()));
      };
    }
  }

  private static Map<String, Object> values(HKEY open, String key) throws FirewallException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Map<String, Object>> values = attempt(open);
      if (values.isPresent()) {
        return values.get();
      }
    }
    throw trouble(key, "it changed each time while it was read");
  }

  /**
   * Values are read one by one, by their index, so a change meanwhile could hide one that was there
   * all the time; nothing is returned then.
   */
  private static Optional<Map<String, Object>> attempt(HKEY open) {
    long before = lastWrite(open);
    try {
      Map<String, Object> values = Advapi32Util.registryGetValues(open);
      return lastWrite(open) == before
          ? Optional.of(Collections.unmodifiableMap(values))
          : Optional.empty();
    } catch (Win32Exception e) {
      if (lastWrite(open) == before) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static long lastWrite(HKEY open) {
    InfoKey info = Advapi32Util.registryQueryInfoKey(open, 0);
    return info.lpftLastWriteTime.toDWordLong().longValue();
  }

  private static FirewallException trouble(String key, String why) {
    return new FirewallException(
        Kind.UNREADABLE, unreadable(key) + why, "look at the key with regedit to see why");
  }

  private static String unreadable(String key) {
    return "the registry key HKEY_LOCAL_MACHINE\\" + key + " could not be read: ";
  }
}
