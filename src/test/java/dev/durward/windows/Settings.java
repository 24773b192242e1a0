package dev.durward.windows;

import java.nio.charset.Charset;

/**
 * The host that netsh runs on.
 *
 * @param codePage of the console
 * @param elevated whether it may change anything
 */
public record Settings(Language language, Charset codePage, boolean elevated, Fault fault) {
  /** An elevated console in a language, nothing wrong with it. */
  public static Settings of(Language language) {
    return new Settings(language, language.codePage(), true, Fault.NONE);
  }

  public Settings with(Fault newFault) {
    return new Settings(language, codePage, elevated, newFault);
  }

  public Settings unelevated() {
    return new Settings(language, codePage, false, fault);
  }
}
