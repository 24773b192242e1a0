package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.Gateway;
import dev.durward.router.RouterLab.BackEnd;
import dev.durward.router.pcp.NatPmp;
import dev.durward.router.pcp.Pcp;
import dev.durward.router.upnp.Igd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole connections of TLS, from outside to a host that has asked by each protocol in turn. */
class RouterHandshakeIT {
  private static final Gateway GATEWAY =
      new Gateway(
          IpAddress.parse(RouterLab.ROUTER).orElseThrow(),
          "eth0",
          IpAddress.parse(RouterLab.CLIENT).orElseThrow());

  private static final Forward HTTPS =
      new Forward(
          new Mark("web", "https"), Family.IPV4, Protocol.TCP, 443, 443, Duration.ofMinutes(10));

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void comesThroughByEachProtocol(BackEnd backEnd) throws Exception {
    RouterLab lab = RouterLab.create(backEnd);
    try (TlsServer web = TlsServer.start(lab.client(), folder)) {
      lab.start();
      assertFalse(web.greets(lab.outside()));
      for (Seeker seeker : List.<Seeker>of(Igd::seek, Pcp::seek, NatPmp::seek)) {
        RouterProtocol protocol = lab.client().call(() -> seeker.seek(GATEWAY)).orElseThrow();
        Outcome asked = lab.client().call(() -> protocol.map(protocol.draft(HTTPS)));
        Grant given = assertInstanceOf(Outcome.Mapped.class, asked).grant();
        assertTrue(web.greets(lab.outside()));
        assertEquals(new Outcome.Removed(), lab.client().call(() -> protocol.unmap(given)));
        assertFalse(web.greets(lab.outside()));
      }
    } finally {
      lab.close();
    }
  }
}
