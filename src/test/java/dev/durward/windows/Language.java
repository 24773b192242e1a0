package dev.durward.windows;

import java.nio.charset.Charset;

/** A display language of Windows. */
public enum Language {
  ENGLISH("IBM437"),
  GERMAN("IBM850"),
  FRENCH("IBM850"),
  SPANISH("IBM850"),
  RUSSIAN("IBM866"),
  CHINESE("GBK");

  private final String codePage;

  Language(String codePage) {
    this.codePage = codePage;
  }

  /** The OEM code page of a console in this language, which redirected output is in. */
  public Charset codePage() {
    return Charset.forName(codePage);
  }
}
