package dev.durward.router.pcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gateway;
import dev.durward.platform.host.LinuxGateways;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import dev.durward.router.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Durward's protocols, asked at a site of a lab. */
record Asker(Site site, Method method, Family family) {
  Asker(Site site, Method method) {
    this(site, method, Family.IPV4);
  }

  private interface Question<T> {
    T ask() throws FirewallException, InterruptedException;
  }

  private <T> T there(Question<T> question) throws IOException, InterruptedException {
    return site.call(
        () -> {
          try {
            return question.ask();
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }

  Gateway gateway() throws IOException, InterruptedException {
    return there(() -> LinuxGateways.read(family)).orElseThrow();
  }

  Optional<RouterProtocol> seek() throws IOException, InterruptedException {
    Gateway gateway = gateway();
    return there(() -> method == Method.PCP ? Pcp.seek(gateway) : NatPmp.seek(gateway));
  }

  RouterProtocol protocol() throws IOException, InterruptedException {
    return seek().orElseThrow(() -> new AssertionError("it doesn't speak " + method.title()));
  }

  Optional<IpAddress> externalAddress() throws IOException, InterruptedException {
    RouterProtocol protocol = protocol();
    return there(protocol::externalAddress);
  }

  Outcome map(Protocol protocol, int port, Duration lease)
      throws IOException, InterruptedException {
    RouterProtocol router = protocol();
    return map(router.draft(forward(protocol, port, lease)));
  }

  Outcome map(Grant grant) throws IOException, InterruptedException {
    RouterProtocol router = protocol();
    return there(() -> router.map(grant));
  }

  /** Maps it, which must be so. */
  Grant mapped(Protocol protocol, int port, Duration lease)
      throws IOException, InterruptedException {
    Grant grant = assertInstanceOf(Outcome.Mapped.class, map(protocol, port, lease)).grant();
    assertEquals(Grant.State.GIVEN, grant.state());
    assertTrue(grant.until().isPresent());
    return grant;
  }

  Outcome unmap(Grant grant) throws IOException, InterruptedException {
    RouterProtocol router = protocol();
    return there(() -> router.unmap(grant));
  }

  Forward forward(Protocol protocol, int port, Duration lease) {
    return new Forward(Mark.of("web", "https"), family, protocol, port, port, lease);
  }
}
