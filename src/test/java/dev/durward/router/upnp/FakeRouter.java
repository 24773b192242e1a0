package dev.durward.router.upnp;

import static dev.durward.router.upnp.Replies.description;
import static dev.durward.router.upnp.Replies.fault;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.RouterProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A router of loopback that says what it is told to; nothing that it hears leaves the host. */
final class FakeRouter implements AutoCloseable {
  static final String ADDRESS = "127.0.0.1";
  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final ServerSocket http = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final DatagramSocket ssdp =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<String>> replies = new HashMap<>();
  private volatile Site site = this::reply;
  private volatile Herald herald = (target, socket, to) -> answer(socket, to, target, page("/d"));
  private volatile String description = description(2, "WANIPConnection:2", "/ctl/IP");

  FakeRouter() throws IOException {
    start(this::serve);
    start(this::listen);
  }

  /** What came by HTTP. */
  record Request(String head, String body) {
    String path() {
      return head.split(" ", 3)[1];
    }

    String action() {
      Matcher action = Pattern.compile("(?m)^SOAPACTION: \"[^#]*#(.*)\"$").matcher(head);
      return action.find() ? action.group(1) : "";
    }
  }

  /** What is written for a request. */
  @FunctionalInterface
  interface Site {
    void answer(Request request, OutputStream output) throws IOException;
  }

  /** What is said to a search. */
  @FunctionalInterface
  interface Herald {
    void answer(String target, DatagramSocket from, InetSocketAddress to) throws IOException;
  }

  /** Has HTTP answered otherwise than by description and replies. */
  FakeRouter with(Site other) {
    site = other;
    return this;
  }

  FakeRouter with(Herald other) {
    herald = other;
    return this;
  }

  FakeRouter describedBy(String xml) {
    description = xml;
    return this;
  }

  /** One more reply to an action; the last stays for all that follow. */
  FakeRouter replying(String action, String http) {
    replies.computeIfAbsent(action, key -> new ArrayDeque<>()).add(http);
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  /** The actions that it was asked for, in their order. */
  List<String> actions() {
    return requests.stream().map(Request::action).filter(each -> !each.isEmpty()).toList();
  }

  Gateway gateway() {
    IpAddress address = IpAddress.parse(ADDRESS).orElseThrow();
    return new Gateway(address, "lo", address);
  }

  Http http() throws IOException {
    return new Http(Peer.of(gateway()));
  }

  String page(String path) {
    return "http://" + ADDRESS + ":" + http.getLocalPort() + path;
  }

  int port() {
    return http.getLocalPort();
  }

  int ssdpPort() {
    return ssdp.getLocalPort();
  }

  Optional<RouterProtocol> seek() throws InterruptedException {
    return Igd.seek(gateway(), ssdpPort(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static Forward forward(Protocol protocol, int external, int internal) {
    return new Forward(
        new Mark("web", "Port <443> & more"),
        Family.IPV4,
        protocol,
        external,
        internal,
        Duration.ofHours(1));
  }

  static void answer(DatagramSocket from, InetSocketAddress to, String target, String location)
      throws IOException {
    say(
        from,
        to,
        "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nST: "
            + target
            + "\r\nUSN: uuid:1::"
            + target
            + "\r\nEXT:\r\nLocation: "
            + location
            + "\r\n\r\n");
  }

  static void say(DatagramSocket from, InetSocketAddress to, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private void reply(Request request, OutputStream output) throws IOException {
    String answer = Replies.http(404, "");
    if (request.path().equals("/d")) {
      answer = Replies.http(200, description);
    } else if (!request.action().isEmpty()) {
      Deque<String> queue = replies.getOrDefault(request.action(), new ArrayDeque<>());
      answer = queue.size() > 1 ? queue.remove() : queue.isEmpty() ? fault(401, "") : queue.peek();
    }
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** What goes on until the router is closed. */
  @FunctionalInterface
  private interface Round {
    void go() throws IOException;
  }

  private void start(Round round) {
    Thread thread =
        new Thread(
            () -> {
              while (!http.isClosed()) {
                try {
                  round.go();
                } catch (IOException e) {
                  // the client has gone, or this router has
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() throws IOException {
    try (Socket socket = http.accept()) {
      InputStream input = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        int read = input.read();
        if (read < 0) {
          return;
        }
        head.write(read);
      }
      String text = head.toString(StandardCharsets.US_ASCII);
      Matcher length = Pattern.compile("Content-Length: ([0-9]+)").matcher(text);
      byte[] body = input.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      Request request = new Request(text, new String(body, StandardCharsets.UTF_8));
      requests.add(request);
      site.answer(request, socket.getOutputStream());
    }
  }

  private void listen() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    ssdp.receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    Matcher target = Pattern.compile("(?m)^ST: (.*)$").matcher(text);
    if (target.find()) {
      InetSocketAddress to = new InetSocketAddress(packet.getAddress(), packet.getPort());
      herald.answer(target.group(1), ssdp, to);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    ssdp.close();
  }
}
