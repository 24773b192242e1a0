package dev.durward.probe.tls.client;

import dev.durward.probe.tls.conversation.Version;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * The first message of a client that offers one version only (RFC 6101, RFC 5246 section 7.4.1.2,
 * RFC 8446 section 4.1.2). Written by hand: the JDK offers what is out of date only where its
 * security settings are lifted for the whole process, which is never done.
 *
 * @param version what it offers
 * @param host the name to ask for, RFC 6066 section 3; empty for none, as an address must not be
 * @param protocols for ALPN, RFC 7301; none for no such extension
 */
public record ClientHello(Version version, Optional<String> host, List<String> protocols) {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int EC_POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int EXTENDED_MASTER_SECRET = 23;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int KEY_SHARE = 51;

  /** Secure renegotiation as a cipher suite, RFC 5746: SSLv3 has no extensions to say it in. */
  private static final int RENEGOTIATION = 0x00ff;

  private static final int[] CIPHERS_OF_1_3 = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305};

  /** Of what servers are found to have: with ECDHE, DHE and RSA keys, the old ones last. */
  private static final int[] CIPHERS = {
    0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca9, 0xcca8, 0xccaa, 0x009e, 0x009f, 0xc023, 0xc024, 0xc027,
    0xc028, 0xc009, 0xc00a, 0xc013, 0xc014, 0x0067, 0x006b, 0x0033, 0x0039, 0x0032, 0x0038, 0x009c,
    0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0x0041, 0x0084, 0xc008, 0xc012, 0x0016, 0x0013, 0x000a,
    0xc007, 0xc011, 0x0005, 0x0004
  };

  /** x25519, secp256r1, secp384r1, secp521r1, x448, ffdhe2048, ffdhe3072. */
  private static final int[] GROUPS = {0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101};

  /** With ECDSA, PSS, EdDSA and PKCS #1, SHA-1 and DSA last. */
  private static final int[] SIGNATURES = {
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808, 0x0401,
    0x0501, 0x0601, 0x0203, 0x0201, 0x0202
  };

  public ClientHello {
    protocols = List.copyOf(protocols);
  }

  /** The record that goes out. */
  byte[] toBytes() {
    byte[] random = new byte[32];
    byte[] session = new byte[32];
    SecureRandom source = new SecureRandom();
    source.nextBytes(random);
    source.nextBytes(session);
    // The version of TLS 1.3 stands in an extension alone, RFC 8446 section 4.1.2.
    Wire hello = new Wire().number16(Math.min(version.code(), Version.TLS_1_2.code())).raw(random);
    hello.vector8(version == Version.TLS_1_3 ? new Wire().raw(session) : new Wire());
    hello.vector16(
        version == Version.TLS_1_3
            ? new Wire().numbers16(CIPHERS_OF_1_3)
            : new Wire().numbers16(CIPHERS).number16(RENEGOTIATION));
    hello.vector8(new Wire().number8(0)); // no compression
    Wire extensions = extensions();
    if (!extensions.isEmpty()) {
      hello.vector16(extensions);
    }
    Wire message = new Wire().number8(CLIENT_HELLO).vector24(hello);
    // RFC 8446 appendix D.1: the record's own version is 1.0 at most; some servers insist.
    int recordVersion = Math.min(version.code(), Version.TLS_1_0.code());
    return new Wire().number8(HANDSHAKE).number16(recordVersion).vector16(message).toBytes();
  }

  private Wire extensions() {
    Wire all = new Wire();
    if (version == Version.SSL_3_0) {
      return all;
    }
    host.ifPresent(name -> all.number16(SERVER_NAME).vector16(serverName(name)));
    all.number16(SUPPORTED_GROUPS).vector16(new Wire().vector16(new Wire().numbers16(GROUPS)));
    all.number16(EC_POINT_FORMATS).vector16(new Wire().vector8(new Wire().number8(0)));
    if (!protocols.isEmpty()) {
      Wire names = new Wire();
      protocols.forEach(name -> names.vector8(ascii(name)));
      all.number16(ALPN).vector16(new Wire().vector16(names));
    }
    all.number16(EXTENDED_MASTER_SECRET).vector16(new Wire());
    if (version.compareTo(Version.TLS_1_2) >= 0) {
      Wire signatures = new Wire().vector16(new Wire().numbers16(SIGNATURES));
      all.number16(SIGNATURE_ALGORITHMS).vector16(signatures);
    }
    if (version == Version.TLS_1_3) {
      Wire offered = new Wire().vector8(new Wire().number16(version.code()));
      all.number16(SUPPORTED_VERSIONS).vector16(offered);
      // Without a share of ours the server answers with a HelloRetryRequest: no key is needed.
      all.number16(KEY_SHARE).vector16(new Wire().vector16(new Wire()));
    }
    return all;
  }

  private static Wire serverName(String name) {
    return new Wire().vector16(new Wire().number8(0).vector16(ascii(name)));
  }

  private static Wire ascii(String text) {
    return new Wire().raw(text.getBytes(StandardCharsets.US_ASCII));
  }
}
