package dev.durward.cli.policy;

import dev.durward.cli.policy.ForeignWriters.Writer;
import dev.durward.platform.host.AccessList;
import dev.durward.platform.host.WindowsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who can write by the access lists of Windows.
 *
 * @param user the number of the user who may, besides the administrators and Windows itself
 * @param lists what Windows tells of files
 * @param names the name of an account, by its number or the letters that stand for it
 */
record WindowsWriters(String user, Lists lists, UnaryOperator<String> names)
    implements ForeignWriters.Judge {
  private static final String ADMINISTRATORS = "*S-1-5-32-544";
  private static final String SYSTEM = "*S-1-5-18";

  /** Asks for one file or folder. */
  interface Lists {
    AccessList of(Path file) throws IOException;
  }

  /** Judges for the user of this process. */
  static WindowsWriters ofProcess() {
    String user = "";
    try {
      user = WindowsFiles.user();
    } catch (IOException e) {
      // Whoever he is, he is not trusted then.
    }
    return new WindowsWriters(user, WindowsFiles::accessList, WindowsFiles::name);
  }

  @Override
  public Optional<Writer> writer(Path part, boolean isFile) throws IOException {
    BasicFileAttributes what =
        Files.readAttributes(part, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    // A junction is a folder too, but writing it leads it elsewhere.
    boolean isFolder = what.isDirectory() && !what.isOther();
    AccessList list = lists.of(part);
    return list.writer(user, isFolder)
        .map(
            who ->
                new Writer(
                    names.apply(who) + " can write " + (isFile ? "it" : part),
                    isFile
                        ? "run `" + command(part, who, who.equals(list.owner())) + "`"
                        : "put it into a folder that only administrators can write"));
  }

  /** For the file alone: folders, others may well need to write. */
  private String command(Path file, String who, boolean isOwner) {
    String change =
        isOwner
            ? "/setowner " + ADMINISTRATORS
            : "/inheritance:r /remove:g \""
                + names.apply(who)
                + "\" /grant "
                + ADMINISTRATORS
                + ":F "
                + SYSTEM
                + ":F";
    return "icacls \"" + file + "\" " + change;
  }
}
