package dev.durward.platform.nftables;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.placement.Spoken;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of Durward's as nft prints them. */
final class RuleForm {
  private static final String LOG = "log prefix \"";
  private static final Pattern COUNTED = Pattern.compile("\\bcounter packets \\d+ bytes \\d+");
  private static final Pattern PROTOCOL = Pattern.compile("\\bmeta l4proto (!= )?([\\w-]+) ");
  private static final Pattern PORTS = Pattern.compile("\\b(\\w+) [sd]port ");
  private static final String VALUES = "(\\{ [^}]* \\}|\\S+) ";
  private static final Pattern DPORT = Pattern.compile("\\bdport " + VALUES);
  private static final Pattern CARD = Pattern.compile("\\b[io]ifname \"([^\"]+)\" ");
  private static final Pattern UNREACHABLE =
      Pattern.compile(" reject with icmp(v6|x)?( type)? port-unreachable$");

  private RuleForm() {}

  /** What stands before the comment, and before what is logged: no name is among it. */
  private static String head(String text) {
    int comment = text.indexOf(" comment \"");
    int log = text.indexOf(LOG);
    int end = log < 0 ? comment : log + LOG.length();
    return end < 0 ? text : text.substring(0, end);
  }

  /** Without what its counter has counted. */
  static String plain(String text) {
    String head = head(text);
    return COUNTED.matcher(head).replaceFirst("counter") + text.substring(head.length());
  }

  /** The one form of what versions of nft print in several. */
  static String canonical(String text) {
    String head = head(text);
    String counted = COUNTED.matcher(head).replaceFirst("counter");
    String numbered =
        PROTOCOL
            .matcher(counted)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        "meta l4proto "
                            + (found.group(1) == null ? "" : found.group(1))
                            + ProtocolName.number(found.group(2))
                            + " "));
    // nft 1.1 names the burst that others leave out.
    return UNREACHABLE.matcher(numbered).replaceFirst(" reject").replace(" burst 5 packets", "")
        + text.substring(head.length());
  }

  /** What ends a packet's way comes behind log lines, and rejects behind drops. */
  static int rank(String text) {
    return isLog(text) ? 0 : head(text).contains("counter reject") ? 2 : 1;
  }

  /** Whether a line only logs. */
  static boolean isLog(String text) {
    return head(text).endsWith(LOG);
  }

  /** Whether a line is for the replies to connections that were opened in the other direction. */
  static boolean isReply(String text) {
    return head(text).contains("ct direction reply counter");
  }

  /** What a line says of its packets. */
  static Spoken spoken(String text) {
    String head = head(text);
    Matcher protocol = PROTOCOL.matcher(head);
    Matcher ports = PORTS.matcher(head);
    Matcher card = CARD.matcher(head);
    Optional<String> word =
        protocol.find()
            ? Optional.of(protocol.group(2))
            : ports.find() ? Optional.of(ports.group(1)) : Optional.empty();
    return new Spoken(
        word.map(ProtocolName::number),
        card.find() ? Optional.of(InterfaceName.plain(card.group(1))) : Optional.empty());
  }

  /** Packets that a line speaks about, to ask about them: the first port of each of its ranges. */
  static List<Question> questions(String text, Side side, Instant now) {
    String head = head(text);
    Spoken spoken = spoken(text);
    Matcher port = DPORT.matcher(head);
    if (spoken.protocol().isEmpty() || !port.find()) {
      return List.of();
    }
    String remote = side.direction() == Direction.IN ? " saddr " : " daddr ";
    Matcher addresses = Pattern.compile("\\bip6?" + remote + VALUES).matcher(head);
    AddressSet others =
        addresses.find()
            ? AddressSet.of(
                values(addresses.group(1)).stream()
                    .flatMap(each -> address(each, side.family()).stream())
                    .toList())
            : AddressSet.ANY;
    List<Question> questions = new ArrayList<>();
    for (String each : values(port.group(1))) {
      questions.add(
          new Question(
              Math.max(1, Integer.parseInt(each.split("-", 2)[0])),
              Integer.parseInt(spoken.protocol().get()),
              side.direction(),
              Set.of(side.family()),
              others,
              spoken.networkInterface().filter(card -> !card.endsWith("+")),
              now));
    }
    return questions;
  }

  private static Optional<AddressRange> address(String text, Family family) {
    return text.contains("-") ? Values.range(text, family) : Values.network(text, family);
  }

  private static List<String> values(String text) {
    String inner = text.startsWith("{") ? text.substring(1, text.length() - 1).strip() : text;
    return List.of(inner.split(", ", -1));
  }
}
