package dev.durward.cli.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.RoutedHost;
import dev.durward.cli.host.Dump;
import dev.durward.exec.Command;
import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.Protocol;
import dev.durward.plan.Change;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.plan.Plan;
import dev.durward.plan.Script.Step;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.router.FakeProtocol;
import dev.durward.router.Forward;
import dev.durward.router.Forwarder;
import dev.durward.router.ForwardingBackend;
import dev.durward.router.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan would have a router do is understood by the command that does it. */
class RouterOrderTest {
  private static final int ROUNDS = 2_000;
  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "9",
          " ",
          "  ",
          "-",
          "--",
          "--lease",
          "@",
          "@/etc/hostname",
          "\"",
          "'",
          "\\",
          "$(id)",
          "`id`",
          "%PATH%",
          "!",
          "^",
          "&",
          "|",
          "<",
          "#",
          ";",
          "=",
          ",",
          "*",
          "?",
          "é",
          "防火墙",
          "😀",
          "443/tcp",
          "open",
          "~");

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir private Path folder;
  private HostSnapshot host;

  @BeforeEach
  void makeHost() throws Exception {
    String dump = Files.writeString(folder.resolve("host"), "*filter\nCOMMIT\n").toString();
    HostSnapshot inner = Dump.read(Optional.of(dump), Optional.of(dump)).snapshot();
    FakeProtocol router = new FakeProtocol(Method.PCP);
    host =
        new ForwardingBackend(
                IptablesBackend.offline(),
                new Forwarder(router.routers(), RoutedHost.create(folder, router).ledger()),
                new Desired(Set.of(), List.of(), ""),
                RouterRunner.program())
            .over(inner);
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      name.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return name.toString();
  }

  private Forward forward() {
    Family family = random.nextInt(4) == 0 ? Family.IPV6 : Family.IPV4;
    int internal = 1 + random.nextInt(65_535);
    boolean isSame = family == Family.IPV6 || random.nextBoolean();
    long most = Forwarding.LONGEST.toSeconds();
    return new Forward(
        Mark.of(name().replace("/", "_"), name()),
        family,
        random.nextBoolean() ? Protocol.TCP : Protocol.UDP,
        isSame ? internal : 1 + random.nextInt(65_535),
        internal,
        Duration.ofSeconds(1 + (long) (random.nextDouble() * (most - 1))));
  }

  private List<Step> steps(List<Entry> removed, List<Entry> added) {
    Mark mark = (removed.isEmpty() ? added : removed).get(0).mark();
    Change change = new Change(Change.Kind.REPLACE, mark, "", "", removed, added, List.of());
    return host.render(new Plan(host, List.of(change), List.of(), List.of())).steps();
  }

  private RouterOrder order(Command command) throws Exception {
    List<String> words = command.arguments();
    assertEquals(List.of(RouterRunner.program(), "router"), words.subList(0, 2));
    return RouterOrder.parse(words.subList(2, words.size()));
  }

  @Test
  void itsCommandsAreUnderstood() throws Exception {
    System.out.println("commands about the router: -Ddurward.seed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      Forward forward = forward();
      String what = forward + ", -Ddurward.seed=" + seed;
      assertEquals(Optional.of(forward), Forward.of(forward.entry()), what);
      List<Step> opening = steps(List.of(), List.of(forward.entry()));
      assertEquals(1, opening.size(), what);
      RouterOrder order = order(opening.get(0).command());
      assertTrue(order.isOpening(), what);
      assertEquals(forward, order.forward(), what);
      RouterOrder undo = order(opening.get(0).undo().orElseThrow());
      assertTrue(!undo.isOpening(), what);
      assertEquals(forward.owner(), undo.forward().owner(), what);
      assertTrue(undo.forward().isSamePort(forward), what);
      List<Step> closing = steps(List.of(forward.entry()), List.of());
      assertEquals(undo, order(closing.get(0).command()), what);
      assertEquals(order, order(closing.get(0).undo().orElseThrow()), what);
    }
  }

  @Test
  void anotherTimeIsAskedForInPlaceAndAnotherPortAfterTheOldOne() throws Exception {
    Mark mark = new Mark("web", "https");
    Forward hour = new Forward(mark, Family.IPV4, Protocol.TCP, 443, 8443, Duration.ofHours(1));
    Forward day = new Forward(mark, Family.IPV4, Protocol.TCP, 443, 8443, Duration.ofDays(1));
    List<Step> longer = steps(List.of(hour.entry()), List.of(day.entry()));
    assertEquals(1, longer.size());
    assertEquals(new RouterOrder(true, day), order(longer.get(0).command()));
    assertEquals(new RouterOrder(true, hour), order(longer.get(0).undo().orElseThrow()));
    Forward other = new Forward(mark, Family.IPV4, Protocol.TCP, 443, 443, Duration.ofDays(1));
    List<Step> moved = steps(List.of(hour.entry()), List.of(other.entry()));
    assertEquals(2, moved.size());
    assertTrue(!order(moved.get(0).command()).isOpening());
    assertEquals(new RouterOrder(true, other), order(moved.get(1).command()));
  }
}
