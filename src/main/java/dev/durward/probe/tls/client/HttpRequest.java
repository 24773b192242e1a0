package dev.durward.probe.tls.client;

import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.Conversation;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.HttpAnswer.Response;
import dev.durward.probe.tls.conversation.Printable;
import dev.durward.probe.tls.conversation.Speech;
import dev.durward.probe.tls.conversation.Trouble;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GET request, HTTP/1.1 (RFC 9112).
 *
 * @param host the field Host: a name or an address, with a port where it isn't the usual one
 * @param target the path, and the query if there is one
 */
public record HttpRequest(String host, String target) {
  /** For ALPN: a server that speaks HTTP/2 as well must know that this one doesn't. */
  public static final List<String> PROTOCOLS = List.of("http/1.1");

  /** How a record with an alert begins: what a server may say that is asked without TLS. */
  private static final String ALERT = "\25\3";

  private static final int LONGEST_LINE = 8_192;
  private static final int MOST_LINES = 200;
  private static final int LONGEST_SHOWN = 500;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/[0-9](?:\\.[0-9])? ([1-5][0-9]{2})(?: .*)?");

  public HttpRequest {
    if (!isOneWord(host) || !isOneWord(target)) {
      throw new IllegalArgumentException("would be more than a request: " + host + " " + target);
    }
  }

  private static boolean isOneWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Asks without TLS. */
  public HttpAnswer plainly(Approach approach) {
    return approach.talkPlainly(this::ask, trouble -> trouble);
  }

  /** Asks over TLS. */
  public HttpAnswer securely(Approach approach, TlsClient client) {
    return approach.talk(plain -> ask(client.secure(plain, PROTOCOLS)), trouble -> trouble);
  }

  private HttpAnswer ask(Conversation conversation) throws IOException {
    conversation.send(
        "GET "
            + target
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: durward\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    for (int heads = 0; ; heads++) {
      String line = conversation.readLine(LONGEST_LINE);
      Matcher status = STATUS_LINE.matcher(line);
      if (line.startsWith(ALERT)) {
        return new Trouble(Trouble.Kind.REFUSED, "a TLS alert");
      }
      if (!status.matches()) {
        return Speech.of(line);
      }
      int code = Integer.parseInt(status.group(1));
      Map<String, String> fields = fields(conversation);
      // RFC 9110 section 15.2: any number of those may come before the real one.
      if (code >= 200 || code == 101 || heads > MOST_LINES) {
        return new Response(
            code, shown(fields, "location"), shown(fields, "strict-transport-security"));
      }
    }
  }

  /**
   * The fields of a head, the first of those with one name, the names in lower case. If they break
   * off, there has been an answer none the less.
   */
  private static Map<String, String> fields(Conversation conversation) {
    Map<String, String> fields = new TreeMap<>();
    try {
      read(conversation, fields);
    } catch (IOException e) {
      // those that came are enough
    }
    return fields;
  }

  private static void read(Conversation conversation, Map<String, String> fields)
      throws IOException {
    for (int lines = 0; lines < MOST_LINES; lines++) {
      String line = conversation.readLine(LONGEST_LINE);
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        fields.putIfAbsent(name, line.substring(colon + 1));
      }
    }
  }

  private static Optional<String> shown(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(value -> Printable.of(value, LONGEST_SHOWN));
  }
}
