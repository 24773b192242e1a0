package dev.durward.windows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How a Windows program ended under Wine, and what it wrote. */
@SuppressWarnings("ArrayRecordComponent") // raw output; outcomes are never compared
record WineOutcome(int exit, byte[] output, byte[] error) {
  /** Standard output as UTF-8, its lines ended as on Linux. */
  String text() {
    return text(StandardCharsets.UTF_8);
  }

  /** Standard output, its lines ended as on Linux. */
  String text(Charset charset) {
    return decoded(output, charset);
  }

  /** Standard error as {@link #text} gives the output. */
  String complaint(Charset charset) {
    return decoded(error, charset);
  }

  private static String decoded(byte[] bytes, Charset charset) {
    return new String(bytes, charset).replace("\r\n", "\n");
  }
}
