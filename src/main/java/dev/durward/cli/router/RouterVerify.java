package dev.durward.cli.router;

import com.beust.jcommander.Parameter;
import dev.durward.cli.host.Host;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.Arguments.Words;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.PortName;
import dev.durward.cli.terminal.Terminal;
import dev.durward.cli.verify.FarSide;
import dev.durward.cli.verify.Origin;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Patience;
import dev.durward.probe.vantage.Reflector;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.VerificationReport;
import dev.durward.report.Style;
import dev.durward.report.VerificationView;
import dev.durward.router.Doorstep;
import dev.durward.router.Forward;
import dev.durward.router.Forwarder;
import dev.durward.router.Grant;
import dev.durward.router.OutsideVerification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code router verify}: whether what the router was asked for is reached from outside. */
record RouterVerify(Terminal terminal, Host host, Forwarder forwarder) {
  /** The way is longer than one through a single host. */
  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(4), 2);

  private static final class Options extends Words {
    @Parameter(names = "--vantage")
    private @Nullable String vantage;

    @Parameter(names = "--reflector")
    private @Nullable String reflector;

    @Parameter(names = "--output")
    private String output = "text";

    Request request() throws UsageException {
      if (vantage != null && reflector != null) {
        throw new UsageException("--vantage and --reflector exclude each other");
      }
      List<PortName> ports = new ArrayList<>();
      for (String word : words()) {
        ports.add(PortName.parse(word));
      }
      return new Request(
          ports, destination(), Optional.ofNullable(page()), Arguments.isJson(output));
    }

    private Optional<String> destination() throws UsageException {
      if (vantage == null) {
        return Optional.empty();
      }
      if (Origin.parse(vantage) instanceof Origin.Ssh ssh) {
        return Optional.of(ssh.destination());
      }
      throw new UsageException(
          "only ssh:HOST stands outside: --vantage " + vantage + " proves nothing of a router");
    }

    private @Nullable Reflector page() throws UsageException {
      if (reflector == null) {
        return null;
      }
      return Reflector.parse(reflector)
          .orElseThrow(
              () ->
                  new UsageException(
                      "--reflector is a URL of http or https with {host}, {port} and {protocol}"
                          + " behind its host, not "
                          + reflector));
    }
  }

  private record Request(
      List<PortName> ports, Optional<String> ssh, Optional<Reflector> reflector, boolean json) {
    boolean isAbout(Forward forward) {
      return ports.isEmpty() || ports.stream().anyMatch(port -> port.isOf(forward));
    }
  }

  ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    List<Grant> grants = forwarder.grants();
    for (PortName port : request.ports()) {
      if (grants.stream().noneMatch(grant -> port.isOf(grant.forward()))) {
        throw new FirewallException(
            Kind.UNREADABLE,
            "the router was not asked to lead anybody to port " + port.text() + " of this host",
            "durward router status shows what it was asked for, and durward router open "
                + port.text()
                + " asks for it");
      }
    }
    List<Grant> some = grants.stream().filter(grant -> request.isAbout(grant.forward())).toList();
    if (some.isEmpty() && !request.json()) {
      terminal.out().println("Nothing was given to this host, so that nobody can be led to it.");
      return ExitCode.DONE;
    }
    VerificationReport report = seen(request, some);
    Thread.interrupted(); // what was seen is still to be said
    VerificationView view = new VerificationView(report);
    if (request.json()) {
      view.printJson(terminal.out());
    } else {
      terminal.out().print(view.text(new Style(terminal.colour())));
    }
    return report.complete() && report.count(Verdict.PASS) == report.results().size()
        ? ExitCode.DONE
        : ExitCode.DISPROVED;
  }

  private VerificationReport seen(Request request, List<Grant> grants)
      throws FirewallException, InterruptedException {
    if (request.ssh().isEmpty() && request.reflector().isEmpty()) {
      return OutsideVerification.fromInside(grants);
    }
    List<Doorstep> doorsteps = Doorstep.of(forwarder, grants);
    List<IpAddress> targets =
        doorsteps.stream()
            .flatMap(each -> each.target().stream())
            .map(Endpoint::address)
            .distinct()
            .toList();
    try {
      return request.reflector().isPresent()
          ? new OutsideVerification(request.reflector().get(), Reflector.ways(targets), PATIENCE)
              .run(doorsteps)
          : bySsh(request.ssh().orElseThrow(), doorsteps, targets);
    } catch (IOException e) {
      throw new FirewallException(
          Kind.UNREACHABLE,
          "no probe could be sent from outside: " + e.getMessage(),
          "look whether the other machine is there, and run this again");
    }
  }

  private VerificationReport bySsh(
      String destination, List<Doorstep> doorsteps, List<IpAddress> targets)
      throws FirewallException, IOException, InterruptedException {
    FarSide far = FarSide.open(host, destination, targets);
    try (far) {
      Optional<IpAddress> from = far.vantage().seenFrom();
      List<Doorstep> judged = new ArrayList<>();
      for (Doorstep each : doorsteps) {
        boolean isInside = from.equals(Optional.of(each.grant().internal()));
        judged.add(
            isInside
                ? Doorstep.without(
                    each.grant(),
                    destination
                        + " is not outside: it sees this host by "
                        + each.grant().internal()
                        + ", without the router between")
                : each);
      }
      return new OutsideVerification(far.vantage(), far.ways(), PATIENCE).run(judged);
    }
  }
}
