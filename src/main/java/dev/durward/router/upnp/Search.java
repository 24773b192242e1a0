package dev.durward.router.upnp;

import dev.durward.model.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks for the router's description, by SSDP (UPnP Device Architecture 1.1, section 1.3). It is
 * asked by multicast, as the standard has it, and by its own address as well: a host that lets in
 * replies alone takes only what comes from where it has asked.
 *
 * @param port where SSDP is heard: 1900
 */
record Search(Peer peer, int port) {
  /** No answer may be longer, and most are a tenth of it. */
  private static final int LONGEST_ANSWER = 2_048;

  private static final int MOST_PAGES = 8;
  private static final Duration AGAIN = Duration.ofMillis(800);
  private static final Duration TOGETHER = Duration.ofMillis(250);

  /** Link-local, and of the site. */
  private static final List<String> GROUPS_OF_IPV6 = List.of("ff02::c", "ff05::c");

  private static final List<String> GROUPS_OF_IPV4 = List.of("239.255.255.250");

  /** The later versions first: their descriptions are. */
  private static final List<String> TARGETS =
      List.of(
          "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
          "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
          "urn:schemas-upnp-org:service:WANIPConnection:2",
          "urn:schemas-upnp-org:service:WANIPConnection:1",
          "urn:schemas-upnp-org:service:WANPPPConnection:1");

  /** Where a description is, and of which of the {@link #TARGETS} it was said. */
  private record Answer(int target, Page page) {}

  /**
   * The pages that the router names, the likeliest first: until it has been quiet for a moment
   * after the first, or till the end.
   */
  List<Page> pages(Deadline deadline) throws IOException {
    List<Answer> answers = new ArrayList<>();
    boolean six = peer.router() instanceof Inet6Address;
    try (DatagramChannel channel =
        DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
      channel.bind(peer.searcher());
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, peer.card());
      ask(channel, six ? GROUPS_OF_IPV6 : GROUPS_OF_IPV4);
      listen(channel.socket(), answers, deadline.within(AGAIN));
      if (answers.isEmpty()) {
        ask(channel, six ? GROUPS_OF_IPV6 : GROUPS_OF_IPV4);
        listen(channel.socket(), answers, deadline);
      }
    }
    return answers.stream()
        .sorted((one, other) -> Integer.compare(one.target, other.target))
        .map(Answer::page)
        .distinct()
        .toList();
  }

  private void ask(DatagramChannel channel, List<String> groups) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(peer.router());
    for (String group : groups) {
      addresses.add(IpAddress.parse(group).orElseThrow().toInetAddress());
    }
    for (InetAddress address : addresses) {
      for (String target : TARGETS) {
        send(channel.socket(), address, target);
      }
    }
  }

  private void send(DatagramSocket socket, InetAddress to, String target) {
    String host =
        to instanceof Inet6Address ? "[" + to.getHostAddress() + "]" : to.getHostAddress();
    byte[] question =
        ("M-SEARCH * HTTP/1.1\r\nHOST: "
                + host.replaceFirst("%[^]]*", "")
                + ":"
                + port
                + "\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: "
                + target
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try {
      socket.send(new DatagramPacket(question, question.length, to, port));
    } catch (IOException e) {
      // a host without a route for one of the two asks by the other
    }
  }

  private void listen(DatagramSocket socket, List<Answer> answers, Deadline deadline)
      throws IOException {
    byte[] buffer = new byte[LONGEST_ANSWER];
    Deadline end = deadline;
    while (!end.isOver() && answers.size() < MOST_PAGES * TARGETS.size()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.setSoTimeout(end.millis());
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return;
      } catch (PortUnreachableException e) {
        continue;
      }
      if (!packet.getAddress().equals(peer.router())) {
        continue;
      }
      Optional<Answer> answer =
          read(new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
      if (answer.isPresent()) {
        answers.add(answer.get());
        end = end.within(TOGETHER);
      }
    }
  }

  private Optional<Answer> read(String text) {
    String[] lines = text.split("\r?\n", -1);
    if (!lines[0].matches("HTTP/1\\.[01] 200(?: .*)?")) {
      return Optional.empty();
    }
    int target = TARGETS.indexOf(field(lines, "st"));
    return target < 0
        ? Optional.empty()
        : Page.of(field(lines, "location"), peer.gateway().address())
            .map(page -> new Answer(target, page));
  }

  private static String field(String[] lines, String name) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }
}
