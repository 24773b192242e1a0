package dev.durward.platform.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code /proc} that a test makes.
 *
 * @param folder where it is
 * @param rows the sockets of TCP, as {@code /proc/net/tcp} has them, without their numbers
 * @param udp those of UDP
 */
record ProcTree(Path folder, List<String> rows, List<String> udp) {
  private static final String HEAD = "  sl  local_address rem_address   st\n";

  ProcTree(Path folder) {
    this(folder, new ArrayList<>(), new ArrayList<>());
  }

  /** A process of root's; its variables are given as {@code NAME=VALUE}. */
  ProcTree process(int number, String name, int parent, String... variables) throws IOException {
    return process(0, number, name, parent, variables);
  }

  ProcTree process(int user, int number, String name, int parent, String... variables)
      throws IOException {
    Path process = folder.resolve(Integer.toString(number));
    Files.createDirectories(process.resolve("fd"));
    Files.writeString(
        process.resolve("status"),
        "Name:\t"
            + name
            + "\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t"
            + number
            + "\nPPid:\t"
            + parent
            + "\nUid:\t"
            + (user + "\t").repeat(4).strip()
            + "\n");
    Files.writeString(process.resolve("environ"), String.join("\0", variables) + "\0");
    Files.createSymbolicLink(process.resolve("fd/0"), Path.of("pipe:[1]"));
    return this;
  }

  /** A socket of TCP that a process has open. */
  ProcTree socket(int process, String local, String remote, String state) throws IOException {
    return socket(process, rows, local, remote, state);
  }

  /** A socket of UDP that a process has open. */
  ProcTree datagrams(int process, String local) throws IOException {
    return socket(process, udp, local, "00000000:0000", "07");
  }

  private ProcTree socket(
      int process, List<String> table, String local, String remote, String state)
      throws IOException {
    int inode = 1000 + rows.size() + udp.size();
    table.add(
        local
            + " "
            + remote
            + " "
            + state
            + " 00000000:00000000 00:00000000 00000000 0 0 "
            + inode);
    Path files = Files.createDirectories(folder.resolve(process + "/fd"));
    Files.createSymbolicLink(files.resolve("9" + inode), Path.of("socket:[" + inode + "]"));
    return this;
  }

  String table(List<String> some) {
    StringBuilder text = new StringBuilder(HEAD);
    some.forEach(row -> text.append("   0: ").append(row).append('\n'));
    return text.toString();
  }
}
