package dev.durward.probe.tls.judge;

/** What is looked at, in the order of reports. */
public enum Check {
  /** Whether TLS is spoken. */
  TLS("tls"),
  /** Whether nothing below the least version is offered. */
  VERSION("tls-version"),
  /** Whether TLS 1.1 and older are refused. */
  LEGACY("tls-legacy"),
  /** Whether plain HTTP is left unanswered. */
  ONLY("tls-only"),
  /** Whether the chain is whole, and ends where it is trusted. */
  TRUST("cert-trust"),
  /** Whether the certificate is for the host. */
  NAME("cert-name"),
  /** Whether every certificate is valid for long enough. */
  EXPIRY("cert-expiry"),
  /** Whether every certificate is valid already. */
  NOT_BEFORE("cert-not-before"),
  /** Whether keys are long enough. */
  KEY("cert-key"),
  /** Whether signatures can't be forged. */
  SIGNATURE("cert-signature"),
  /** What a stapled OCSP response says; without one there is no finding. */
  STAPLE("ocsp-staple"),
  /** That a client's certificate is asked for; where it isn't there is no finding. */
  CLIENT("client-cert"),
  /** Whether HTTP is answered, and with the right status. */
  STATUS("http-status"),
  /** Whether browsers are told to keep to HTTPS; if they are told nothing there is no finding. */
  HSTS("hsts"),
  /** Whether plain HTTP leads to HTTPS. */
  REDIRECT("https-redirect");

  private final String id;

  Check(String id) {
    this.id = id;
  }

  /** The name in reports. */
  public String id() {
    return id;
  }
}
