package dev.durward.platform.host;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The code page in which the console programs of Windows, such as {@code netsh}, write to a pipe:
 * the OEM code page of the system, which is neither Java's default charset nor UTF-8.
 */
public final class ConsoleCodePage {
  private static final int UTF_8 = 65001;

  private ConsoleCodePage() {}

  /** That of this Windows. */
  public static Charset current() {
    return charset(WindowsCalls.GetOEMCP());
  }

  /**
   * Java's charset for a code page; ASCII, which all of them contain, if it has none (as for
   * Arabic, 720).
   *
   * @param number as Windows counts them
   */
  static Charset charset(int number) {
    if (number == UTF_8) {
      return StandardCharsets.UTF_8;
    }
    // Microsoft's variants first: Java's Cp949 and Cp950 are IBM's, which differ.
    return Stream.of("MS" + number, "Cp" + number)
        .filter(Charset::isSupported)
        .findFirst()
        .map(Charset::forName)
        .orElse(StandardCharsets.US_ASCII);
  }
}
