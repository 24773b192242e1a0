package dev.durward.probe.tls;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.model.Expectation.TlsVersion;
import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import dev.durward.probe.tls.client.Route;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.StartTls;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.verification.Judgement.Verdict;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Visits to servers on this machine. */
public final class Loopback {
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(300);

  private Loopback() {}

  static Approach approach(int port, Duration timeout) {
    return new Approach(
        () -> new Socket(InetAddress.getLoopbackAddress(), port), Optional.empty(), timeout);
  }

  static Approach approach(int port, StartTls startTls) {
    return new Approach(approach(port, LONG).connector(), Optional.of(startTls), LONG);
  }

  public static Expectation tls(String host) {
    Tls tls =
        new Tls(
            Optional.of(host),
            Optional.empty(),
            Optional.of(TlsVersion.TLS_1_2),
            OptionalInt.of(14),
            true,
            true);
    return new Expectation(Optional.of(tls), Optional.empty());
  }

  static Expectation http(String path, int status, boolean redirect) {
    return new Expectation(
        Optional.empty(), Optional.of(new Http(path, OptionalInt.of(status), redirect)));
  }

  static Visit visit(Approach approach, int port, Set<X509Certificate> anchors) {
    return visit(approach, port, anchors, Instant.now());
  }

  static Visit visit(Approach approach, int port, Set<X509Certificate> anchors, Instant now) {
    Endpoint target = new Endpoint(IpAddress.parse("127.0.0.1").orElseThrow(), port);
    Route route = (host, there) -> Optional.of(approach(there, LONG)).filter(a -> there == port);
    return new Visit(target, approach, route, anchors, now);
  }

  public static Map<Check, Verdict> verdicts(List<Finding> findings) {
    Map<Check, Verdict> verdicts = new TreeMap<>();
    findings.forEach(each -> verdicts.put(each.check(), each.judgement().verdict()));
    return verdicts;
  }
}
