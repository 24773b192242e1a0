package dev.durward.router.pcp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gateway;
import dev.durward.router.ExternalAddress;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import dev.durward.router.pcp.PcpMessage.Answer;
import dev.durward.router.pcp.PcpMessage.Wish;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A router that speaks PCP, version 2 (RFC 6887), asked by MAP. A router that has forgotten its
 * mappings (section 8.5, by its epoch) is not noticed as such: each renewal asks for the whole
 * mapping, so that it is made anew where it is gone.
 */
public final class Pcp implements RouterProtocol {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Gateway gateway;
  private final int port;

  private Pcp(Gateway gateway, int port) {
    this.gateway = gateway;
    this.port = port;
  }

  /** Finds out whether a router speaks it; nothing is changed at the router. */
  public static Optional<RouterProtocol> seek(Gateway gateway) throws InterruptedException {
    return seek(gateway, Questions.PORT);
  }

  static Optional<RouterProtocol> seek(Gateway gateway, int port) throws InterruptedException {
    byte[] question = PcpMessage.announce(gateway.local());
    try {
      // A refusal is an answer too; a router that has another version answers in that.
      return new Questions(gateway, port)
          .ask(question, PcpMessage::announced)
          .filter(result -> !PcpResult.UNSUPP_VERSION.isCode(result))
          .map(result -> new Pcp(gateway, port));
    } catch (IOException e) {
      return Optional.empty(); // nobody listens there, or no way leads there
    }
  }

  @Override
  public Method method() {
    return Method.PCP;
  }

  @Override
  public Gateway gateway() {
    return gateway;
  }

  @Override
  public boolean speaksFor(Family family) {
    return family == gateway.address().family();
  }

  /**
   * PCP tells it with a mapping alone, and none is made just to ask. Most servers of PCP answer
   * NAT-PMP too, which has a question for it.
   */
  @Override
  public Optional<IpAddress> externalAddress() throws FirewallException, InterruptedException {
    Optional<RouterProtocol> forerunner = NatPmp.seek(gateway, port);
    return forerunner.isPresent() ? forerunner.get().externalAddress() : Optional.empty();
  }

  @Override
  public Optional<List<Mapping>> mappings() {
    return Optional.empty();
  }

  @Override
  public Optional<Mapping> holder(Forward forward) {
    return Optional.empty();
  }

  /** With a nonce, by which the router tells this host's mapping from others'. */
  @Override
  public Grant draft(Forward forward) {
    byte[] nonce = new byte[PcpMessage.NONCE];
    RANDOM.nextBytes(nonce);
    return Grant.draft(forward, method(), gateway, HexFormat.of().formatHex(nonce));
  }

  @Override
  public Outcome map(Grant grant) throws InterruptedException {
    Forward forward = grant.forward();
    Wish wish = wish(grant, forward.externalPort(), forward.lease());
    Questions questions = new Questions(gateway, port);
    try {
      Optional<Answer> answer = ask(questions, wish, true);
      if (answer.filter(each -> PcpResult.UNSUPP_OPTION.isCode(each.result())).isPresent()) {
        answer = ask(questions, wish, false);
      }
      return answer.isPresent() ? mapped(grant, questions, answer.get()) : Silence.OUTCOME;
    } catch (IOException e) {
      return Silence.outcome(e);
    }
  }

  private Outcome mapped(Grant grant, Questions questions, Answer answer)
      throws IOException, InterruptedException {
    if (answer.result() != 0) {
      return new Outcome.Refused(PcpResult.words(answer.result()));
    }
    Optional<Outcome> useless = useless(grant, answer);
    if (useless.isPresent()) {
      Wish back = wish(grant, 0, Duration.ZERO);
      return ask(questions, back, false).isPresent()
          ? useless.get()
          : new Outcome.Untold(
              "it gave port %d of %s, no use here, and didn't say that it took it back"
                  .formatted(
                      answer.externalPort(),
                      answer.external().map(IpAddress::toString).orElse("no address")));
    }
    Instant now = Instant.now();
    Instant end = now.plus(answer.lease());
    Grant given = grant.given(grant.ticket(), Optional.of(end));
    return grant.isRunning(now) ? new Outcome.AlreadyMine(given) : new Outcome.Mapped(given);
  }

  /** Why what was given is not what was asked for: a port that nobody reaches is none. */
  private static Optional<Outcome> useless(Grant grant, Answer answer) {
    if (answer.externalPort() != grant.forward().externalPort()) {
      return Optional.of(new Outcome.OtherPort(answer.externalPort()));
    }
    return answer
        .external()
        .flatMap(
            address ->
                ExternalAddress.obstacle(address)
                    .map(
                        why ->
                            new Outcome.Refused(
                                "its own address outside, " + address + ", is " + why)));
  }

  @Override
  public Outcome unmap(Grant grant) throws InterruptedException {
    try {
      Optional<Answer> answer =
          ask(new Questions(gateway, port), wish(grant, 0, Duration.ZERO), false);
      return answer.isPresent() ? removed(answer.get().result()) : Silence.OUTCOME;
    } catch (IOException e) {
      return Silence.outcome(e);
    }
  }

  /** miniupnpd (2.3.1) has "no resources" where there is nothing to be taken away. */
  private static Outcome removed(int result) {
    return result == 0 || PcpResult.NO_RESOURCES.isCode(result)
        ? new Outcome.Removed()
        : new Outcome.Refused(PcpResult.words(result));
  }

  private static Wish wish(Grant grant, int externalPort, Duration lease) {
    Forward forward = grant.forward();
    return new Wish(
        grant.ticket(),
        grant.internal(),
        forward.protocol(),
        forward.internalPort(),
        externalPort,
        lease);
  }

  private static Optional<Answer> ask(Questions questions, Wish wish, boolean strict)
      throws IOException, InterruptedException {
    return questions.ask(PcpMessage.map(wish, strict), answer -> PcpMessage.mapped(answer, wish));
  }
}
