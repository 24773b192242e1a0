package dev.durward.probe.ssh;

import java.util.List;

/** What ssh's complaints come to. */
final class Complaint {
  private Complaint() {}

  /**
   * Why no shell answered at a destination.
   *
   * @param said what ssh wrote on standard error
   */
  static SshTrouble of(String destination, String said) {
    List<String> lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String last = lines.isEmpty() ? "ssh said nothing" : lines.get(lines.size() - 1);
    String by = "run `ssh " + destination + " true` by hand, as the same user";
    if (said.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")) {
      return new SshTrouble(
          "ssh " + destination + ": the host key is not the one that is known: " + last,
          "find out why before anything else; " + by);
    }
    if (last.contains("Host key verification failed")) {
      return new SshTrouble(
          "ssh " + destination + ": the host key is not known here: " + last,
          "compare the key and accept it once: " + by);
    }
    if (last.contains("Permission denied")) {
      return new SshTrouble(
          "ssh " + destination + " did not log in without asking: " + last,
          "give this user a key or an agent that needs no password typed; " + by);
    }
    return new SshTrouble("ssh " + destination + ": no shell answered: " + last, by);
  }
}
