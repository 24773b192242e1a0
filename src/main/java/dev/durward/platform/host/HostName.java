package dev.durward.platform.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a Linux host calls itself: asking the JDK for it asks a name server too. */
public final class HostName {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** The name; {@code localhost} if it can't be read. */
  public static String read() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
