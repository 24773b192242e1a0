package dev.durward.probe.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server of one old version, for a JVM of its own: {@code KEYS.p12 VERSION [PORT]}. Without a
 * port it takes a free one on loopback.
 */
public final class OldServer {
  private OldServer() {}

  /** The command that runs it. */
  public static ProcessBuilder command(String... arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = OldServer.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", classes));
    command.add(OldServer.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = "changeit".toCharArray();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      keys.load(in, password);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    boolean everywhere = arguments.length > 2;
    InetAddress address = everywhere ? null : InetAddress.getLoopbackAddress();
    int port = everywhere ? Integer.parseInt(arguments[2]) : 0;
    SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, 50, address);
    server.setEnabledProtocols(new String[] {arguments[1]});
    server.setEnabledCipherSuites(server.getSupportedCipherSuites());
    System.out.println("ACCEPT 127.0.0.1:" + server.getLocalPort());
    while (true) {
      try (SSLSocket peer = (SSLSocket) server.accept()) {
        peer.startHandshake();
      } catch (IOException e) {
        // the probe wants no more than the first answer
      }
    }
  }
}
