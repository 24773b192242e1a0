package dev.durward.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How long an apply waits to be confirmed. Told on Linux by the time since the machine was started,
 * which nobody sets; on Windows, whose Java tells no such time, by the clock.
 *
 * @param seconds how long in all
 * @param boot the start of the machine (random(4): {@code boot_id}); empty if the clock tells
 * @param until the seconds since then, or of the clock, at which nobody waits any more
 * @param ends the same by the clock, for people
 */
public record Waiting(int seconds, String boot, long until, Instant ends) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Longer than a watchdog takes to act, so that it is dead which has not by then. */
  private static final int GRACE_SECONDS = 10;

  /** One on Windows counts by pings, of which each takes a little more than a second. */
  private static final int GRACE_PART = 20;

  /** Begins now. */
  static Waiting begin(int seconds) throws IOException {
    return new Waiting(
        seconds, currentBoot(), uptime() + seconds, Journal.now().plusSeconds(seconds));
  }

  /** The same, told by the clock. */
  static Waiting beginByClock(int seconds) {
    Instant ends = Journal.now().plusSeconds(seconds);
    return new Waiting(seconds, "", ends.getEpochSecond(), ends);
  }

  /** Whether whoever was to take the apply back must have done so by now. */
  public boolean isOver() throws IOException {
    if (boot.isEmpty()) {
      long late = Journal.now().getEpochSecond() - until;
      return late > GRACE_SECONDS + seconds / GRACE_PART;
    }
    return !boot.equals(currentBoot()) || uptime() > until + GRACE_SECONDS;
  }

  private static String currentBoot() throws IOException {
    return Files.readString(BOOT, StandardCharsets.US_ASCII).strip();
  }

  private static long uptime() throws IOException {
    String text = Files.readString(UPTIME, StandardCharsets.US_ASCII);
    return Long.parseLong(text.substring(0, text.indexOf('.')));
  }
}
