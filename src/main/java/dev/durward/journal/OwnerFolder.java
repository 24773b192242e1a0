package dev.durward.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder that only its owner reads and writes, and what in it can be trusted. */
public final class OwnerFolder {
  private OwnerFolder() {}

  /** The folder that a variable names, or the usual one of this system. */
  public static Path chosen(Map<String, String> environment, String variable, String usual) {
    String ofUser = environment.get(variable);
    if (ofUser != null && !ofUser.isEmpty()) {
      return Path.of(ofUser);
    }
    return File.separatorChar == '\\'
        ? Path.of(environment.getOrDefault("ProgramData", "C:\\ProgramData"), "Durward")
        : Path.of(usual);
  }

  /** Makes it, and those above it, if it isn't there. */
  public static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (isPosix(folder)) {
      Files.createDirectories(folder, mode("rwx------"));
      return;
    }
    Files.createDirectories(folder);
    // Otherwise %ProgramData% lets every user make files in it, and hold the lock.
    AclFileAttributeView view = Files.getFileAttributeView(folder, AclFileAttributeView.class);
    view.setAcl(
        List.of(
            AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build()));
  }

  /** How files in it are made; on Windows they inherit what it has. */
  static FileAttribute<?>[] ofFiles(Path file) {
    return isPosix(file) ? new FileAttribute<?>[] {mode("rw-------")} : new FileAttribute<?>[0];
  }

  private static FileAttribute<?> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Why what stands there can't be trusted: somebody else than the user of this process may have
   * written it. Empty where nothing is there. On Windows that is up to the folder's access list.
   */
  static Optional<String> distrust(Path path) throws IOException {
    if (!isPosix(path)) {
      return Optional.empty();
    }
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() && !attributes.isDirectory()) {
        return Optional.of("is a link or no file at all");
      }
      // proc(5): /proc/PID belongs to the effective user of the process.
      Path self = Path.of("/proc/self");
      if (Files.exists(self) && !Files.getOwner(self).equals(attributes.owner())) {
        return Optional.of("belongs to " + attributes.owner().getName());
      }
      var modes = attributes.permissions();
      boolean isShared =
          modes.contains(PosixFilePermission.GROUP_WRITE)
              || modes.contains(PosixFilePermission.OTHERS_WRITE);
      return isShared
          ? Optional.of("may be written by others (" + PosixFilePermissions.toString(modes) + ")")
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
