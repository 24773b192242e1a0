package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the router that is to lead to one of this host; in IPv6 a hole in its firewall.
 *
 * @param owner the rule that wants it
 * @param protocol TCP or UDP
 * @param externalPort the router's, 1 to 65535; in IPv6 the same as the host's
 * @param internalPort this host's, likewise
 * @param lease how long it is asked for, in whole seconds, at least one
 */
public record Forward(
    Mark owner,
    Family family,
    Protocol protocol,
    int externalPort,
    int internalPort,
    Duration lease) {
  public Forward {
    if (!protocol.equals(Protocol.TCP) && !protocol.equals(Protocol.UDP)) {
      throw new IllegalArgumentException("routers forward TCP and UDP alone");
    }
    if (!isPort(externalPort) || !isPort(internalPort)) {
      throw new IllegalArgumentException("no port: " + externalPort + " to " + internalPort);
    }
    if (family == Family.IPV6 && externalPort != internalPort) {
      throw new IllegalArgumentException("a hole has one port");
    }
    if (lease.toSeconds() < 1) {
      throw new IllegalArgumentException("a lease of no time");
    }
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 0xffff;
  }

  /** Where a plan keeps it, beside the tables of the host. */
  public static final String PLACE = "router";

  private static final Pattern TEXT =
      Pattern.compile(
          "forward (ipv4|ipv6) (tcp|udp) ([0-9]{1,5}) to ([0-9]{1,5}) for ([0-9]{1,9}) s");

  /** Its line in a plan. */
  public Entry entry() {
    return new Entry(owner, PLACE, text());
  }

  private String text() {
    return "forward "
        + family.word()
        + " "
        + protocol.word()
        + " "
        + externalPort
        + " to "
        + internalPort
        + " for "
        + lease.toSeconds()
        + " s";
  }

  /** The one of a line of a plan; empty if the line is another's. */
  public static Optional<Forward> of(Entry entry) {
    Matcher words = TEXT.matcher(entry.text());
    return isLine(entry) && words.matches()
        ? Optional.of(
            new Forward(
                entry.mark(),
                words.group(1).equals("ipv4") ? Family.IPV4 : Family.IPV6,
                words.group(2).equals("tcp") ? Protocol.TCP : Protocol.UDP,
                Integer.parseInt(words.group(3)),
                Integer.parseInt(words.group(4)),
                Duration.ofSeconds(Long.parseLong(words.group(5)))))
        : Optional.empty();
  }

  /** Whether a line of a plan is about the router. */
  public static boolean isLine(Entry entry) {
    return entry.place().equals(PLACE);
  }

  /** Whether a line's text is about the router: no platform's own begins so. */
  static boolean isText(String text) {
    return TEXT.matcher(text).matches();
  }

  /** Whether a router can have but one of them. */
  public boolean isSamePort(Forward other) {
    return family == other.family
        && protocol.equals(other.protocol)
        && externalPort == other.externalPort;
  }

  /** {@code 443/tcp}, the router's side. */
  public String external() {
    return externalPort + "/" + protocol.word();
  }
}
