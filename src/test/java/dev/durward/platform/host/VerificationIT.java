package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.exec.ProcessRunner;
import dev.durward.model.Action;
import dev.durward.model.Platform;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.platform.FirewallException;
import dev.durward.probe.Patience;
import dev.durward.probe.Progress;
import dev.durward.probe.Rules;
import dev.durward.probe.Vantage;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.derivation.Probes;
import dev.durward.probe.derivation.Sampling;
import dev.durward.probe.vantage.SelfVantage;
import dev.durward.probe.verification.Forecast;
import dev.durward.probe.verification.RuleCounters;
import dev.durward.probe.verification.Verification;
import dev.durward.probe.verification.Verification.Options;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whole verifications of a throw-away host whose rules are right, and of one whose rules aren't.
 */
class VerificationIT {
  private static final Protocol[] BOTH = {Protocol.TCP, Protocol.UDP};
  private static final Options LISTENING = new Options(Patience.USUAL, true, Progress.NONE);

  private TestHost host;

  @BeforeEach
  void makeHost() throws Exception {
    host = TestHost.create();
  }

  @AfterEach
  void removeHost() {
    if (host != null) {
      host.close();
    }
  }

  private List<String> verify(Options options, RuleCounters counters, Rules... rules)
      throws Exception {
    String before = host.state();
    List<Rule> all = Stream.of(rules).map(Rules::rule).toList();
    VerificationReport report =
        host.on(
            () -> {
              try (NetnsVantage vantage = NetnsVantage.open(new ProcessRunner())) {
                return run(vantage, options, counters, all);
              } catch (FirewallException e) {
                throw new IOException(e);
              }
            });
    assertEquals(before, host.state(), "left behind");
    assertEquals("netns", report.vantage());
    assertEquals(List.of(), report.notes());
    return lines(report);
  }

  /** Probes what rules say of the calling thread's host. */
  static VerificationReport run(
      Vantage vantage, Options options, RuleCounters counters, List<Rule> rules)
      throws IOException, InterruptedException, FirewallException {
    Derivation derivation =
        Probes.derive(
            List.of(new RuleSet("web", rules)),
            Platform.LINUX,
            LocalDate.of(2026, 11, 23),
            new HostNetworkReader(new ProcessRunner()).read(),
            Sampling.ENDS_AND_MIDDLE);
    return new Verification(vantage, counters, new Listeners(), Forecast.NONE, options)
        .run(derivation);
  }

  private static List<String> lines(VerificationReport report) {
    return report.results().stream()
        .map(
            each ->
                each.subject()
                    + ": "
                    + each.observation().outcome()
                    + " "
                    + each.judgement().verdict()
                    + ", "
                    + each.judgement().reason())
        .map(line -> line.replaceFirst(" from [0-9a-f.:]+: ", ": "))
        .toList();
  }

  private void load(String variant, String policy, String... rules) throws Exception {
    host.filter("iptables" + variant, policy, List.of(rules));
    host.filter(
        "ip6tables" + variant,
        policy,
        Stream.of(rules).map(r -> r.replace("icmp-port", "icmp6-port")).toList());
  }

  private static String marked(String name) {
    return " -m comment --comment durward:web/" + name;
  }

  @Test
  void tellsByTheCounterThatARefusedProbeReachedItsRule() throws Exception {
    for (String variant : List.of("-nft", "-legacy")) {
      host.close();
      host = TestHost.create();
      load(
          variant,
          "DROP",
          "-A INPUT -p tcp --dport 443 -j ACCEPT" + marked("https"),
          "-A INPUT -p udp --dport 443 -j ACCEPT" + marked("https"),
          "-A INPUT -p tcp --dport 25 -j REJECT --reject-with tcp-reset" + marked("smtp"));
      assertEquals(
          List.of(
              "tcp 192.168.5.10:443: REFUSED PASS, reachable, nothing listens",
              "tcp [fd00:5::10]:443: REFUSED PASS, reachable, nothing listens",
              "udp 192.168.5.10:443: REFUSED PASS, reachable, nothing listens",
              "udp [fd00:5::10]:443: REFUSED PASS, reachable, nothing listens",
              "tcp 192.168.5.10:25: REFUSED PASS, refused",
              "tcp [fd00:5::10]:25: REFUSED PASS, refused",
              "tcp 192.168.5.10:80: FILTERED PASS, no answer",
              "tcp [fd00:5::10]:80: FILTERED PASS, no answer"),
          verify(
              Options.USUAL,
              new SavedCounters(variant),
              Rules.rule("https", Action.ALLOW).ports(443).protocols(BOTH),
              Rules.rule("smtp", Action.REJECT).ports(25),
              Rules.rule("http", Action.BLOCK).ports(80)));
    }
  }

  @Test
  void doesNotBelieveARefusalThatAnotherRuleMade() throws Exception {
    load(
        "-nft",
        "ACCEPT",
        "-A INPUT -p tcp -j REJECT --reject-with tcp-reset",
        "-A INPUT -p tcp --dport 443 -j ACCEPT" + marked("https"));
    assertEquals(
        List.of(
            "tcp 192.168.5.10:443: REFUSED UNTESTED, refused, and the rule did not count the probe",
            "tcp [fd00:5::10]:443: REFUSED UNTESTED, refused, and the rule did not count the probe"),
        verify(
            Options.USUAL,
            new SavedCounters("-nft"),
            Rules.rule("https", Action.ALLOW).ports(443)));
  }

  @Test
  void findsWhatIsNotAsWritten() throws Exception {
    load("-nft", "ACCEPT", "-A INPUT -p tcp --dport 443 -j DROP");
    assertEquals(
        List.of(
            "tcp 192.168.5.10:443: FILTERED FAIL, meant to be open, but no answer came",
            "tcp [fd00:5::10]:443: FILTERED FAIL, meant to be open, but no answer came",
            "tcp 192.168.5.10:80: REFUSED FAIL, meant to be shut without an answer, but it was"
                + " refused",
            "tcp [fd00:5::10]:80: REFUSED FAIL, meant to be shut without an answer, but it was"
                + " refused",
            "out: UNTESTED UNTESTED, connections that this host opens are not probed"),
        verify(
            Options.USUAL,
            RuleCounters.NONE,
            Rules.rule("https", Action.ALLOW).ports(443),
            Rules.rule("http", Action.BLOCK).ports(80),
            Rules.outbound("any")));
  }

  @Test
  void listensWhereNothingDoes() throws Exception {
    load(
        "-nft",
        "DROP",
        "-A INPUT -p tcp --dport 443 -j ACCEPT",
        "-A INPUT -p udp --dport 443 -j ACCEPT",
        "-A INPUT -p tcp --dport 25 -j REJECT --reject-with icmp-port-unreachable");
    assertEquals(
        List.of(
            "tcp 192.168.5.10:443: OPEN PASS, open",
            "tcp [fd00:5::10]:443: OPEN PASS, open",
            "udp 192.168.5.10:443: ANSWERED PASS, answered",
            "udp [fd00:5::10]:443: ANSWERED PASS, answered",
            "tcp 192.168.5.10:25: REFUSED PASS, refused",
            "tcp [fd00:5::10]:25: REFUSED PASS, refused"),
        verify(
            LISTENING,
            RuleCounters.NONE,
            Rules.rule("https", Action.ALLOW).ports(443).protocols(BOTH),
            Rules.rule("smtp", Action.REJECT).ports(25)));
  }

  @Test
  void paceMakesUpForHeldBackIcmpAnswers() throws Exception {
    load("-nft", "ACCEPT", "-A INPUT -p tcp --dport 1000:1099 -j REJECT");
    int[] ports = {1000, 1002, 1004, 1006, 1008, 1010, 1012, 1014, 1016};
    List<String> seen =
        verify(
            LISTENING,
            RuleCounters.NONE,
            Rules.rule("no", Action.REJECT).ports(ports).remote("203.0.113.7/32"));
    List<String> right =
        PortSet.of(ports).ranges().stream()
            .map(port -> "tcp 192.168.5.10:" + port + ": REFUSED PASS, refused")
            .toList();
    assertEquals(right, seen);
  }

  @Test
  void provesNothingAboutTheFirewallFromTheHostItself() throws Exception {
    load("-nft", "DROP");
    List<String> seen =
        host.on(
            () -> {
              try (ServerSocketChannel web = ServerSocketChannel.open()) {
                web.bind(new InetSocketAddress(443));
                Vantage self = new SelfVantage(new Listeners(), "as asked for");
                return lines(
                    run(
                        self,
                        Options.USUAL,
                        RuleCounters.NONE,
                        List.of(Rules.rule("web", Action.ALLOW).ports(443, 444).rule())));
              } catch (FirewallException e) {
                throw new IOException(e);
              }
            });
    assertEquals(
        List.of(
            "tcp 192.168.5.10:443: LISTENING UNTESTED, java (pid "
                + ProcessHandle.current().pid()
                + ") listens there; the firewall is untested",
            "tcp 192.168.5.10:444: NO_LISTENER UNTESTED, nothing listens there; the firewall is"
                + " untested",
            "tcp [fd00:5::10]:443: LISTENING UNTESTED, java (pid "
                + ProcessHandle.current().pid()
                + ") listens there; the firewall is untested",
            "tcp [fd00:5::10]:444: NO_LISTENER UNTESTED, nothing listens there; the firewall is"
                + " untested"),
        seen);
  }
}
