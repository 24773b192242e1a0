package dev.durward.cli.policy;

import dev.durward.cli.policy.ForeignWriters.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who can write by the owners and modes of a Unix.
 *
 * <p>As sshd(8) judges its files under {@code StrictModes}; a group that bears its owner's name is
 * his own.
 *
 * @param trusted the numbers of the users who may
 */
record UnixWriters(Set<Integer> trusted) implements ForeignWriters.Judge {
  private static final int ROOT = 0;
  private static final int STRANGER = 65_534;
  private static final long ALL_USERS = 4_294_967_295L;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  UnixWriters {
    trusted = Set.copyOf(trusted);
  }

  /** Judges for the user of this process, and the one who called it through sudo(8). */
  static UnixWriters ofProcess(Map<String, String> environment) {
    Set<Integer> trusted = new LinkedHashSet<>(Set.of(ROOT));
    try {
      trusted.add((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      // Whoever he is, he is not trusted then.
    }
    if (hasStrangers()) {
      trusted.add(STRANGER);
    }
    String caller = environment.getOrDefault("SUDO_UID", "");
    if (caller.matches("[0-9]{1,9}")) {
      trusted.add(Integer.valueOf(caller));
    }
    return new UnixWriters(trusted);
  }

  /**
   * Whether there are users whom this process's user namespace doesn't know, root of the host among
   * them: all that is theirs seems to belong to one (user_namespaces(7)).
   */
  private static boolean hasStrangers() {
    try {
      String map = Files.readString(Path.of("/proc/self/uid_map")).strip();
      return !map.matches("0\\s+0\\s+" + ALL_USERS);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Optional<Writer> writer(Path part, boolean isFile) throws IOException {
    return words(part, isFile).map(who -> new Writer(who, "chmod or chown it"));
  }

  private Optional<String> words(Path part, boolean isFile) throws IOException {
    PosixFileAttributes names =
        Files.readAttributes(part, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String what = isFile ? "it" : part.toString();
    if (!trusted.contains(number(part, "uid"))) {
      return Optional.of(what + " belongs to " + names.owner().getName());
    }
    if (names.isSymbolicLink()) {
      return Optional.empty();
    }
    int mode = number(part, "mode");
    // In a folder like /tmp, nobody replaces what is another's.
    boolean isShared = names.isDirectory() && (mode & STICKY) != 0;
    if (isShared) {
      return Optional.empty();
    }
    if ((mode & OTHERS_WRITE) != 0) {
      return Optional.of("everyone can write " + what);
    }
    String group = names.group().getName();
    boolean isOwn = group.equals(names.owner().getName());
    return (mode & GROUP_WRITES) != 0 && !isOwn
        ? Optional.of("the group " + group + " can write " + what)
        : Optional.empty();
  }

  private static int number(Path part, String name) throws IOException {
    return (int) Files.getAttribute(part, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }
}
