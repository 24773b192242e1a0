package dev.durward.apply;

import dev.durward.journal.OwnerFolder;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets only one Durward change a host at a time. The kernel lets go of the lock when its process
 * ends, however that ends.
 */
public final class ApplyLock implements AutoCloseable {
  /**
   * The locks that this process holds. Closing any other channel of a file would let go of its lock
   * too (fcntl(2)).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Windows lets nobody else read what is locked, and the others are told who holds the lock. */
  private static final long BEYOND_CONTENT = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;

  private ApplyLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Where an elevated Durward keeps it. */
  public static Path folder(Map<String, String> environment) {
    return OwnerFolder.chosen(environment, "DURWARD_RUNTIME_DIR", "/run/durward");
  }

  /**
   * Takes the lock.
   *
   * @param folder where it is kept; made, for its owner alone, where there is none
   * @throws FirewallException if it is held already, or the folder can't be used
   */
  public static ApplyLock take(Path folder) throws FirewallException {
    Path file = folder.toAbsolutePath().normalize().resolve("lock");
    if (!HELD.add(file)) {
      throw busy(file, ", this very process");
    }
    boolean taken = false;
    try {
      ApplyLock lock = open(folder, file);
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  private static ApplyLock open(Path folder, Path file) throws FirewallException {
    try {
      OwnerFolder.make(folder);
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      return lock(channel, file);
    } catch (IOException e) {
      throw new FirewallException(
          Kind.NOT_PERMITTED,
          "the lock " + file + " could not be taken: " + e,
          "run as root, or set DURWARD_RUNTIME_DIR to a folder of your own");
    }
  }

  private static ApplyLock lock(FileChannel channel, Path file)
      throws IOException, FirewallException {
    if (channel.tryLock(BEYOND_CONTENT, 1, false) == null) {
      String holder = read(channel);
      channel.close();
      throw busy(file, holder);
    }
    channel.truncate(0);
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    return new ApplyLock(file, channel);
  }

  private static FirewallException busy(Path file, String holder) {
    return new FirewallException(
        Kind.BUSY,
        "another Durward is at work on this host" + holder + " (lock " + file + ")",
        "wait for it to end, then run this again");
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    return pid.matches("[0-9]{1,18}") ? ", process " + pid : "";
  }

  /** The process that took it last, if one of that number is alive: it may hold it still. */
  public static Optional<Long> holder(Path folder) {
    try {
      String pid = Files.readString(folder.resolve("lock"), StandardCharsets.US_ASCII);
      return pid.matches("[0-9]{1,18}")
          ? ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::pid)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Lets go. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The kernel has let go of the lock all the same.
    } finally {
      HELD.remove(file);
    }
  }
}
