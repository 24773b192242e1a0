package dev.durward.platform.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file system that a host boots from.
 *
 * @param root where its root is, for this process
 */
public record SystemRoot(Path root) {
  /** That of this process's own host. */
  public static final SystemRoot USUAL = new SystemRoot(Path.of("/"));

  /** Where a file of the host is, for this process. */
  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  boolean has(String absolute) {
    return Files.exists(path(absolute));
  }

  boolean hasProgram(String absolute) {
    return Files.isExecutable(path(absolute));
  }

  /**
   * Whether the calling thread's network is the one that a boot makes; a namespace of its own comes
   * and goes with its processes.
   */
  boolean isOfBoot() {
    Path here = path("/proc/thread-self/ns/net");
    Path init = path("/proc/1/ns/net");
    try {
      return Files.notExists(here)
          || Files.readSymbolicLink(here).equals(Files.readSymbolicLink(init));
    } catch (IOException e) {
      return false;
    }
  }

  /** What boots the host and is at work there now; empty in most containers. */
  Optional<Init> init() {
    for (Init init : Init.values()) {
      if (has(init.sign())) {
        return Optional.of(init);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a folder of that pattern has an entry of that name, be it a link that leads nowhere.
   */
  boolean entry(String folder, String pattern, String name) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(path(folder), pattern)) {
      for (Path each : folders) {
        if (Files.exists(each.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  /**
   * Puts a file into its place: whoever reads it, also after a loss of power, finds the former one
   * or the new one, whole. A link in its place is replaced, never followed.
   *
   * @param mode such as {@code rw-------}
   * @return whether there was another one, or none
   */
  boolean write(String absolute, String text, String mode) throws IOException {
    Path file = path(absolute);
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    if (isThere(file, text, permissions)) {
      return false;
    }
    Path draft = file.resolveSibling("." + file.getFileName() + ".durward");
    Files.deleteIfExists(draft);
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.setPosixFilePermissions(draft, permissions);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    settle(file);
    return true;
  }

  private static boolean isThere(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getPosixFilePermissions(file).equals(permissions)
        && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).equals(text);
  }

  /**
   * Makes a link, in place of whatever has its name.
   *
   * @return whether it was not there
   */
  boolean link(String absolute, String target) throws IOException {
    Path link = path(absolute);
    Files.createDirectories(link.getParent());
    Path to = Path.of(target);
    if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(to)) {
      return false;
    }
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, to);
    settle(link);
    return true;
  }

  /** A folder for root alone; one that is a link is refused. */
  void folder(String absolute) throws IOException {
    Path folder = path(absolute);
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + " is a link, and is to be a folder");
    }
    if (!Files.isDirectory(folder)) {
      var owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(folder.getParent());
      Files.createDirectory(folder, owner);
    }
  }

  /** Takes a file, a link or an empty folder away; a folder that holds something stays. */
  void remove(String absolute) throws IOException {
    Path path = path(absolute);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
        if (content.iterator().hasNext()) {
          return;
        }
      }
    }
    if (Files.deleteIfExists(path)) {
      settle(path);
    }
  }

  /** Writes to the disk which names a folder has. */
  private static void settle(Path entry) throws IOException {
    try (FileChannel folder = FileChannel.open(entry.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
