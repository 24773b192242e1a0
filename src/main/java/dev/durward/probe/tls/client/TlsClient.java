package dev.durward.probe.tls.client;

import dev.durward.model.IpAddress;
import dev.durward.probe.tls.certificate.Chain;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.Conversation;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Version;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The JDK's TLS, which is told to go on whatever certificates come: they are judged afterwards, so
 * that one fault doesn't hide another. Nothing confidential may be said over it.
 *
 * @param host the name to ask for; an address asks for none
 * @param anchors the certificates that are trusted
 */
public record TlsClient(Optional<String> host, Set<X509Certificate> anchors) {
  public TlsClient {
    anchors = Set.copyOf(anchors);
  }

  /**
   * The certificates that this Java trusts.
   *
   * @throws GeneralSecurityException if its store can't be read
   */
  public static Set<X509Certificate> anchorsOfThisHost() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The name that a server is asked for in the clear, RFC 6066 section 3: never an address. */
  public Optional<String> serverName() {
    return host.filter(name -> IpAddress.parse(name).isEmpty())
        .map(name -> name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
  }

  /** Does a handshake and ends it there. */
  public Handshake observe(Approach approach, List<String> protocols, Instant now) {
    return approach.talk(conversation -> observe(conversation, protocols, now), Handshake::failed);
  }

  private Handshake observe(Conversation conversation, List<String> protocols, Instant now) {
    RecordingTrust trust = new RecordingTrust();
    RecordingKeys keys = new RecordingKeys();
    Optional<Session> negotiated = Optional.empty();
    Optional<Trouble> trouble = Optional.empty();
    Optional<byte[]> staple = Optional.empty();
    try {
      SSLSocket socket = handshake(conversation, keys, trust, protocols);
      negotiated = Optional.of(session(socket));
      staple = staple(socket);
    } catch (IOException e) {
      trouble = Optional.of(conversation.trouble(e));
    }
    Optional<byte[]> response = staple;
    return new Handshake(
        negotiated,
        trouble,
        trust.sent().map(sent -> Chain.of(sent, anchors, response, now)),
        keys.wereAskedFor());
  }

  /** Goes over to TLS in a conversation. */
  Conversation secure(Conversation plain, List<String> protocols) throws IOException {
    return plain.through(handshake(plain, new RecordingKeys(), new RecordingTrust(), protocols));
  }

  private SSLSocket handshake(
      Conversation plain, RecordingKeys keys, RecordingTrust trust, List<String> protocols)
      throws IOException {
    Socket below = plain.socket();
    SSLSocket socket =
        (SSLSocket) context(keys, trust).getSocketFactory().createSocket(below, "", 0, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    parameters.setServerNames(
        serverName().<List<SNIServerName>>map(name -> List.of(sni(name))).orElse(List.of()));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** As bytes: as text it would have to be a name without underscores. */
  private static SNIServerName sni(String name) {
    return new SNIHostName(name.getBytes(StandardCharsets.US_ASCII));
  }

  /** A new one each time: what is resumed shows no certificates. */
  private static SSLContext context(RecordingKeys keys, RecordingTrust trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static Session session(SSLSocket socket) throws IOException {
    SSLSession session = socket.getSession();
    String name = session.getProtocol();
    Version version =
        Version.named(name).orElseThrow(() -> new SSLException("an unknown version: " + name));
    Optional<String> protocol =
        Optional.ofNullable(socket.getApplicationProtocol()).filter(one -> !one.isEmpty());
    return new Session(version, session.getCipherSuite(), protocol);
  }

  /** The first is the server's own certificate's; one without content stands for none. */
  private static Optional<byte[]> staple(SSLSocket socket) {
    return socket.getSession() instanceof ExtendedSSLSession session
        ? session.getStatusResponses().stream().findFirst().filter(one -> one.length > 0)
        : Optional.empty();
  }
}
