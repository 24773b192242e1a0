package dev.durward.probe.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A web server with HTTP/2 and HSTS, and one without TLS that leads to it. */
public final class Nginx {
  /** Where it is installed, if it is. */
  public static final Path PROGRAM = Path.of("/usr/sbin/nginx");

  private static final Pattern READY = Pattern.compile(".*: OS: Linux .*");
  private static final String CONFIGURATION =
      """
      daemon off;
      master_process off;
      user root;
      pid FOLDER/nginx.pid;
      error_log stderr notice;
      events {}
      http {
        access_log off;
        client_body_temp_path FOLDER; proxy_temp_path FOLDER; fastcgi_temp_path FOLDER;
        uwsgi_temp_path FOLDER; scgi_temp_path FOLDER;
        server {
          SECURE
          ssl_certificate NAME.full; ssl_certificate_key NAME.key;
          ssl_protocols TLSv1.2 TLSv1.3;
          STAPLE
          add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
          location / { return 200; }
        }
        server {
          PLAIN
          return 301 https://$host:PORT$request_uri;
        }
      }
      """;

  private Nginx() {}

  /**
   * Starts it.
   *
   * @param name of the certificate; the one called inter is sent with it, and NAME.staple if there
   *     is one
   * @param addresses where to listen, IPv6 in brackets
   * @param port with TLS
   * @param plain without
   */
  public static ServerProcess start(
      OpenSsl openssl, String name, List<String> addresses, int port, int plain)
      throws IOException {
    Files.writeString(
        openssl.file(name + ".full"),
        Files.readString(openssl.file(name + ".pem"))
            + Files.readString(openssl.file("inter.pem")));
    Path folder = openssl.file("").toAbsolutePath();
    Path file = openssl.file("nginx.conf").toAbsolutePath();
    Files.writeString(
        file,
        CONFIGURATION
            .replace("FOLDER", folder.toString())
            .replace("SECURE", listen(addresses, port, " ssl http2"))
            .replace("PLAIN", listen(addresses, plain, ""))
            .replace("STAPLE", staple(openssl.file(name + ".staple")))
            .replace("NAME", folder.resolve(name).toString())
            .replace("PORT", Integer.toString(port)));
    ProcessBuilder command =
        new ProcessBuilder(PROGRAM.toString(), "-p", folder.toString(), "-c", file.toString());
    return ServerProcess.start(command, port, READY);
  }

  private static String staple(Path file) {
    return Files.exists(file) ? "ssl_stapling on; ssl_stapling_file NAME.staple;" : "";
  }

  private static String listen(List<String> addresses, int port, String options) {
    return addresses.stream()
        .map(address -> "listen " + address + ":" + port + options + ";")
        .collect(Collectors.joining(" "));
  }
}
