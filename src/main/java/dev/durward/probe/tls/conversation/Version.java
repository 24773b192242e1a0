package dev.durward.probe.tls.conversation;

import dev.durward.model.Expectation.TlsVersion;
import java.util.Arrays;
import java.util.Optional;

/** A version of SSL or TLS, ascending. */
public enum Version {
  SSL_3_0(0x0300, "SSLv3"),
  TLS_1_0(0x0301, "TLSv1.0"),
  TLS_1_1(0x0302, "TLSv1.1"),
  TLS_1_2(0x0303, "TLSv1.2"),
  TLS_1_3(0x0304, "TLSv1.3");

  /** What the JDK calls TLS 1.0. */
  private static final String JDK_TLS_1_0 = "TLSv1";

  private final int code;
  private final String word;

  Version(int code, String word) {
    this.code = code;
    this.word = word;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The name in reports. */
  public String word() {
    return word;
  }

  /** Whether it is one of those that RFC 7568 and RFC 8996 forbid. */
  public boolean isLegacy() {
    return compareTo(TLS_1_2) < 0;
  }

  /** That of a number on the wire; empty if there is none. */
  public static Optional<Version> of(int code) {
    return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
  }

  /** That of a name, as in reports or as the JDK has it; empty if there is none. */
  public static Optional<Version> named(String name) {
    String sought = name.equals(JDK_TLS_1_0) ? TLS_1_0.word : name;
    return Arrays.stream(values()).filter(each -> each.word.equals(sought)).findFirst();
  }

  /** That of a rule file. */
  public static Version of(TlsVersion version) {
    return switch (version) {
      case TLS_1_0 -> TLS_1_0;
      case TLS_1_1 -> TLS_1_1;
      case TLS_1_2 -> TLS_1_2;
      case TLS_1_3 -> TLS_1_3;
    };
  }
}
