package dev.durward.apply;

import dev.durward.platform.FirewallException;
import java.io.IOException;
import java.nio.file.Path;

/** Another process: takes the lock of a folder, says how that went, and holds it until it ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (ApplyLock lock = ApplyLock.take(Path.of(arguments[0]))) {
      System.out.println("taken " + (lock != null));
      System.in.read();
    } catch (FirewallException e) {
      System.out.println(e.kind());
    }
  }
}
