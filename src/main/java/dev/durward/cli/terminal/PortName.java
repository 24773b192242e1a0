package dev.durward.cli.terminal;

import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.model.Protocol;
import dev.durward.router.Forward;
import dev.durward.rulefile.Services;
import java.util.Optional;

/**
 * A port as users name it: {@code 443}, {@code 443/udp}, {@code https}.
 *
 * @param number 1 to 65535
 * @param protocol the IANA number
 */
public record PortName(int number, int protocol) {
  /** Reads a user's word. */
  public static PortName parse(String text) throws UsageException {
    int slash = text.indexOf('/');
    String name = slash < 0 ? text : text.substring(0, slash);
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    return new PortName(port(name), protocol(protocol));
  }

  /** Whether a router was asked to lead to it. */
  public boolean isOf(Forward forward) {
    return forward.internalPort() == number && forward.protocol().number() == protocol;
  }

  /** {@code 443/udp}. */
  public String text() {
    return number + "/" + Protocol.numbered(protocol).word();
  }

  private static int port(String name) throws UsageException {
    Optional<Integer> port =
        name.matches("[1-9][0-9]{0,4}")
            ? Optional.of(Integer.valueOf(name)).filter(number -> number <= 65535)
            : Services.port(name);
    return port.orElseThrow(
        () ->
            new UsageException(
                name + " is no port: name a number from 1 to 65535, or a well-known service"));
  }

  private static int protocol(String name) throws UsageException {
    return switch (name) {
      case "tcp" -> 6;
      case "udp" -> 17;
      case "sctp" -> 132;
      default -> throw new UsageException("behind the slash stands tcp, udp or sctp, not " + name);
    };
  }
}
