package dev.durward.router;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A page of a web server at a site. */
record WebPage(HttpServer server) implements AutoCloseable {
  /** What is done with a request. */
  interface Page {
    void show(HttpExchange exchange) throws IOException;
  }

  /** Its threads are begun there, and so are their connections. */
  static WebPage start(Site site, Page page) throws IOException, InterruptedException {
    return site.call(
        () -> {
          HttpServer made = HttpServer.create(new InetSocketAddress(0), 0);
          made.createContext("/", page::show);
          made.start();
          return new WebPage(made);
        });
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Connects to what {@code ?host=HOST&port=PORT&protocol=tcp} names; UDP it takes for reached. */
  static void connectsBack(HttpExchange exchange) throws IOException {
    String[] words = exchange.getRequestURI().getQuery().split("[=&]", -1);
    boolean isReached = words[5].equals("udp");
    if (!isReached) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(words[1], Integer.parseInt(words[3])), 2_000);
        isReached = true;
      } catch (IOException e) {
        // then it isn't
      }
    }
    answer(exchange, "{\"reachable\": " + isReached + "}\n");
  }

  static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
