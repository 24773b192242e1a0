package dev.durward.windows;

import java.nio.charset.Charset;

/**
 * A language that Wine can be made to speak, by the locale that it is started in.
 *
 * @see WineLab
 */
enum WineLocale {
  ENGLISH("en_US", "IBM437", "windows-1252"),
  GERMAN("de_DE", "IBM850", "windows-1252"),
  RUSSIAN("ru_RU", "IBM866", "windows-1251"),
  CHINESE("zh_CN", "x-mswin-936", "GBK");

  private final String source;
  private final String oem;
  private final String ansi;

  WineLocale(String source, String oem, String ansi) {
    this.source = source;
    this.oem = oem;
    this.ansi = ansi;
  }

  /** The name of its definition, as localedef(1) knows it. */
  String source() {
    return source;
  }

  /** The locale's own name. */
  String title() {
    return source + ".UTF-8";
  }

  /** The OEM code page, in which console programs write. */
  Charset oem() {
    return Charset.forName(oem);
  }

  /** The ANSI code page, through which java.exe takes its arguments. */
  Charset ansi() {
    return Charset.forName(ansi);
  }
}
