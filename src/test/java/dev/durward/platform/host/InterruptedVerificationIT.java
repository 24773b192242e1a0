package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.ProcessRunner;
import dev.durward.model.Action;
import dev.durward.model.Rule;
import dev.durward.platform.FirewallException;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Rules;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.RuleCounters;
import dev.durward.probe.verification.Verification.Options;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A verification that somebody ends while its probes are under way. */
class InterruptedVerificationIT {
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

  @Test
  void leavesNothingBehindAndSaysWhatItSawWhenInterrupted() throws Exception {
    List<String> filter = List.of("-A INPUT -p tcp --dport 1 -j REJECT --reject-with tcp-reset");
    host.filter("iptables-nft", "DROP", filter);
    host.filter("ip6tables-nft", "DROP", filter);
    String before = host.state();
    CountDownLatch probing = new CountDownLatch(1);
    CompletableFuture<Thread> prober = new CompletableFuture<>();
    CompletableFuture<VerificationReport> reported = new CompletableFuture<>();
    Options patient =
        new Options(
            new Patience(Duration.ofMinutes(10), 1),
            false,
            (done, total, last) -> probing.countDown());
    Thread interrupter =
        new Thread(
            () -> {
              try {
                probing.await();
                prober.join().interrupt();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    interrupter.start();
    host.on(
        () -> {
          prober.complete(Thread.currentThread());
          try (NetnsVantage vantage = NetnsVantage.open(new ProcessRunner())) {
            Rule some = Rules.rule("some", Action.BLOCK).ports(1, 80).rule();
            reported.complete(
                VerificationIT.run(vantage, patient, RuleCounters.NONE, List.of(some)));
            assertTrue(Thread.interrupted());
            return reported;
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
    interrupter.join();
    assertEquals(before, host.state());
    VerificationReport report = reported.join();
    assertFalse(report.complete());
    assertTrue(report.results().stream().anyMatch(InterruptedVerificationIT::wasInterrupted));
  }

  private static boolean wasInterrupted(Result result) {
    return result.observation().equals(Observation.INTERRUPTED)
        && result.judgement().equals(Judgement.untested("interrupted"));
  }
}
