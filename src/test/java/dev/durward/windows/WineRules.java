package dev.durward.windows;

import static com.sun.jna.platform.win32.WinReg.HKEY_LOCAL_MACHINE;

import com.sun.jna.platform.win32.Advapi32Util;
import java.util.Map;
import java.util.TreeMap;

/**
 * The local rules and settings of Windows' firewall, where Windows keeps them; on a Windows JVM
 * alone.
 */
final class WineRules implements RuleStore {
  /** [MS-GPFAS] names the policies' key; the local store is this one. */
  static final String STORE =
      "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\";

  static final String KEY = STORE + "FirewallRules";

  /** All of them: a copy. */
  @Override
  public Map<String, String> values() {
    Map<String, String> rules = new TreeMap<>();
    if (Advapi32Util.registryKeyExists(HKEY_LOCAL_MACHINE, KEY)) {
      Advapi32Util.registryGetValues(HKEY_LOCAL_MACHINE, KEY)
          .forEach((id, text) -> rules.put(id, (String) text));
    }
    return rules;
  }

  @Override
  public void put(String id, String text) {
    Advapi32Util.registryCreateKey(HKEY_LOCAL_MACHINE, KEY);
    Advapi32Util.registrySetStringValue(HKEY_LOCAL_MACHINE, KEY, id, text);
  }

  @Override
  public void remove(String id) {
    Advapi32Util.registryDeleteValue(HKEY_LOCAL_MACHINE, KEY, id);
  }

  @Override
  public Map<String, Integer> settings(String profile) {
    Map<String, Integer> numbers = new TreeMap<>();
    if (Advapi32Util.registryKeyExists(HKEY_LOCAL_MACHINE, STORE + profile)) {
      Advapi32Util.registryGetValues(HKEY_LOCAL_MACHINE, STORE + profile)
          .forEach((name, number) -> numbers.put(name, (Integer) number));
    }
    return numbers;
  }

  @Override
  public void set(String profile, String name, int number) {
    Advapi32Util.registryCreateKey(HKEY_LOCAL_MACHINE, STORE + profile);
    Advapi32Util.registrySetIntValue(HKEY_LOCAL_MACHINE, STORE + profile, name, number);
  }
}
