package dev.durward.cli.verify;

import com.beust.jcommander.Parameter;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.platform.FirewallException;
import dev.durward.probe.tls.outbound.Outbound;
import dev.durward.probe.tls.outbound.OutboundVerification;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether this host reaches others.
 *
 * @param urls what it is to reach
 */
record Outreach(List<Outbound> urls) {
  /** What other programs take their proxy from; lower case is meant first where both are read. */
  private static final List<String> PROXIES =
      List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");

  Outreach {
    urls = List.copyOf(urls);
  }

  /** The option that names them. */
  static final class Options {
    @Parameter(names = "--outbound")
    private List<String> urls = new ArrayList<>();

    Outreach outreach() throws UsageException {
      List<Outbound> read = new ArrayList<>();
      for (String url : urls) {
        read.add(
            Outbound.parse(url)
                .orElseThrow(
                    () ->
                        new UsageException(
                            "--outbound is a URL of http or https without user and fragment, such"
                                + " as https://www.example.com/, not "
                                + url)));
      }
      return new Outreach(read);
    }
  }

  boolean isEmpty() {
    return urls.isEmpty();
  }

  /** The report with what comes of reaching them, one after the other. */
  VerificationReport addTo(
      VerificationReport report, Duration timeout, Map<String, String> environment)
      throws FirewallException {
    if (urls.isEmpty()) {
      return report;
    }
    VerificationReport all = report;
    try {
      OutboundVerification verification = OutboundVerification.ofHost(timeout, Instant.now());
      for (Outbound url : urls) {
        all = all.with(verification.run(url));
      }
    } catch (IOException e) {
      throw new FirewallException(
          FirewallException.Kind.UNREADABLE,
          String.valueOf(e.getMessage()),
          "look at Java's file of certificates, lib/security/cacerts");
    }
    return all.noting(unused(environment));
  }

  /** A proxy that is set is not used, and the reader must know. */
  static List<String> unused(Map<String, String> environment) {
    return PROXIES.stream()
        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
        .map(name -> name + " is set and was not used: the connections went straight out")
        .toList();
  }
}
