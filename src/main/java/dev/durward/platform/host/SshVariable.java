package dev.durward.platform.host;

import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import java.util.Optional;

/**
 * What sshd tells of a connection in the environment of its session: {@code 203.0.113.7 51514
 * 192.0.2.1 22} (ssh(1), ENVIRONMENT).
 *
 * @param remote the side that opened it
 * @param local this host's
 */
record SshVariable(Endpoint remote, Endpoint local) {
  static final String NAME = "SSH_CONNECTION";

  /** Reads it; empty if it is none. */
  static Optional<SshVariable> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 4) {
      return Optional.empty();
    }
    Optional<Endpoint> remote = endpoint(words[0], words[1]);
    Optional<Endpoint> local = endpoint(words[2], words[3]);
    return remote.isPresent() && local.isPresent()
        ? Optional.of(new SshVariable(remote.get(), local.get()))
        : Optional.empty();
  }

  /** Behind an address of a link its interface stands. */
  private static Optional<Endpoint> endpoint(String address, String port) {
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      return Optional.empty();
    }
    return IpAddress.parse(address.replaceFirst("%.*", ""))
        .map(SocketTable::unmapped)
        .map(each -> new Endpoint(each, Integer.parseInt(port)));
  }
}
