package dev.durward.router.pcp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import dev.durward.router.pcp.NatPmpMessage.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A router that speaks NAT-PMP (RFC 6886). It knows a mapping by this host's address, port and
 * protocol alone: one that another program of this host has made for the same port is taken for
 * Durward's. A router that has forgotten its mappings (section 3.6) is not noticed as such: each
 * renewal asks for the whole mapping.
 */
public final class NatPmp implements RouterProtocol {
  private final Gateway gateway;
  private final int port;

  private NatPmp(Gateway gateway, int port) {
    this.gateway = gateway;
    this.port = port;
  }

  /** Finds out whether a router speaks it, by the question for its address outside. */
  public static Optional<RouterProtocol> seek(Gateway gateway) throws InterruptedException {
    return seek(gateway, Questions.PORT);
  }

  static Optional<RouterProtocol> seek(Gateway gateway, int port) throws InterruptedException {
    if (gateway.address().family() != Family.IPV4) {
      return Optional.empty();
    }
    NatPmp protocol = new NatPmp(gateway, port);
    try {
      return protocol
          .askAddress()
          .filter(answer -> answer.result() != NatPmpMessage.UNSUPPORTED_VERSION)
          .map(answer -> protocol);
    } catch (IOException e) {
      return Optional.empty(); // nobody listens there, or no way leads there
    }
  }

  private Optional<Answer> askAddress() throws IOException, InterruptedException {
    return new Questions(gateway, port).ask(NatPmpMessage.address(), NatPmpMessage::addressed);
  }

  @Override
  public Method method() {
    return Method.NAT_PMP;
  }

  @Override
  public Gateway gateway() {
    return gateway;
  }

  @Override
  public boolean speaksFor(Family family) {
    return family == Family.IPV4;
  }

  /** A router that says that it has none at present has none. */
  @Override
  public Optional<IpAddress> externalAddress() throws FirewallException, InterruptedException {
    try {
      Optional<Answer> answer = askAddress();
      if (answer.isEmpty()) {
        throw unanswered("it didn't answer within four seconds");
      }
      return answer.get().external();
    } catch (IOException e) {
      throw unanswered(Silence.words(e));
    }
  }

  private FirewallException unanswered(String why) {
    return new FirewallException(
        Kind.UNREACHABLE,
        "the router " + gateway.address() + " doesn't tell its address outside: " + why,
        "try again, or restart the router");
  }

  @Override
  public Optional<List<Mapping>> mappings() {
    return Optional.empty();
  }

  @Override
  public Optional<Mapping> holder(Forward forward) {
    return Optional.empty();
  }

  @Override
  public Grant draft(Forward forward) {
    return Grant.draft(forward, method(), gateway, "");
  }

  @Override
  public Outcome map(Grant grant) throws InterruptedException {
    Forward forward = grant.forward();
    Questions questions = new Questions(gateway, port);
    try {
      Optional<Answer> answer = ask(questions, forward, forward.externalPort(), forward.lease());
      if (answer.isEmpty()) {
        return Silence.OUTCOME;
      }
      if (answer.get().result() != 0) {
        return new Outcome.Refused(NatPmpMessage.words(answer.get().result()));
      }
      int given = answer.get().externalPort();
      return given == forward.externalPort()
          ? given(grant, answer.get())
          : givenBack(questions, forward, given);
    } catch (IOException e) {
      return Silence.outcome(e);
    }
  }

  private static Outcome given(Grant grant, Answer answer) {
    Instant now = Instant.now();
    Instant end = now.plus(answer.lease());
    Grant given = grant.given("", Optional.of(end));
    return grant.isRunning(now) ? new Outcome.AlreadyMine(given) : new Outcome.Mapped(given);
  }

  /** NAT-PMP gives another port where the one that is asked for is taken, or not to be had. */
  private static Outcome givenBack(Questions questions, Forward forward, int given)
      throws IOException, InterruptedException {
    boolean isBack =
        ask(questions, forward, 0, Duration.ZERO)
            .filter(answer -> answer.result() == 0)
            .isPresent();
    return isBack
        ? new Outcome.OtherPort(given)
        : new Outcome.Untold(
            "it gave port " + given + " instead, and didn't say that it took it back");
  }

  @Override
  public Outcome unmap(Grant grant) throws InterruptedException {
    try {
      Optional<Answer> answer =
          ask(new Questions(gateway, port), grant.forward(), 0, Duration.ZERO);
      if (answer.isEmpty()) {
        return Silence.OUTCOME;
      }
      // Also of what is not there, section 3.4.
      return answer.get().result() == 0
          ? new Outcome.Removed()
          : new Outcome.Refused(NatPmpMessage.words(answer.get().result()));
    } catch (IOException e) {
      return Silence.outcome(e);
    }
  }

  /** No port 0: that would take away all that this host has. */
  private static Optional<Answer> ask(
      Questions questions, Forward forward, int externalPort, Duration lease)
      throws IOException, InterruptedException {
    Protocol protocol = forward.protocol();
    int internalPort = forward.internalPort();
    if (internalPort == 0) {
      throw new IllegalArgumentException("port 0 stands for all ports");
    }
    return questions.ask(
        NatPmpMessage.map(protocol, internalPort, externalPort, lease),
        answer -> NatPmpMessage.mapped(answer, protocol, internalPort));
  }
}
