package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.NetworkNeeds;
import dev.durward.plan.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inbound: block} on a host that lets everything in by itself. */
class ExposureIT {
  private static final String SHUT =
      """
      version: 1
      policy: shut
      defaults: {inbound: block}
      rules:
        - {name: web, ports: 443}
      """;

  private static final String OTHER =
      "version: 1\npolicy: other\nrules:\n  - {name: alt, ports: 8443}\n";

  static Stream<Arguments> labs() {
    return Stream.of("nft", "legacy")
        .flatMap(variant -> Stream.of(Family.values()).map(f -> Arguments.of(variant, f)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void onlyWhatARuleOfAnyPolicyAllowsComesIn(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.listen(80, 443, 8443);
      Doorward durward = new Doorward(lab);
      durward.apply(SHUT);
      sights(OPEN, SILENT, SILENT).check(lab, "one policy");
      // Whichever comes first: what is refused stands behind all that is allowed.
      durward.apply(OTHER);
      sights(OPEN, OPEN, SILENT).check(lab, "beside another policy");
      durward.remove("shut");
      sights(OPEN, OPEN, OPEN).check(lab, "the other policy alone");
      durward.apply(SHUT);
      sights(OPEN, OPEN, SILENT).check(lab, "both again");
      durward.remove("other");
      durward.remove("shut");
      assertTrue(
          durward.saved().values().stream()
              .flatMap(List::stream)
              .noneMatch(line -> line.contains("DURWARD")));
    }
  }

  /** What others accept before it stays open, what they accept behind it is shut; both are told. */
  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void othersAllowsAreNamed(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.listen(80, 443, 8443);
      for (Family family : Family.values()) {
        lab.load(
            family,
            ":INPUT ACCEPT [0:0]",
            "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A INPUT -p tcp -m tcp --dport 8443 -j ACCEPT");
      }
      Doorward durward = new Doorward(lab);
      assertEquals(
          List.of(
              "note: `inbound: block` leaves open what is accepted before: iptables INPUT (line 7),"
                  + " -p tcp -m tcp --dport 8443 -j ACCEPT",
              "note: `inbound: block` leaves open what is accepted before: ip6tables INPUT (line"
                  + " 7), -p tcp -m tcp --dport 8443 -j ACCEPT"),
          told(durward.apply(SHUT)));
      for (Family family : Family.values()) {
        lab.append(family, "*filter\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT\n");
      }
      List<String> told = told(durward.plan(SHUT));
      assertEquals(4, told.size(), told.toString());
      assertTrue(
          told.get(1).startsWith("warning: `inbound: block` shuts what is accepted behind it: ip"),
          told.toString());
      sights(OPEN, OPEN, SILENT).check(lab, "among others' allows");
      lab.load(Family.IPV4, ":INPUT DROP [0:0]", "-A INPUT -j ACCEPT");
      assertTrue(
          told(durward.plan(SHUT))
              .contains(
                  "warning: `inbound: block` has no effect: iptables INPUT (line 6), -j ACCEPT"));
    }
  }

  private static List<String> told(Plan plan) {
    return plan.notices().stream()
        .filter(each -> each.message().contains("inbound"))
        .map(each -> each.severity().word() + ": " + each.message())
        .toList();
  }

  private static Sights sights(Set<Seen> web, Set<Seen> alt, Set<Seen> rest) {
    return new Sights()
        .in(0, 443, web)
        .in(1, 8443, alt)
        .in(0, 80, rest)
        .udp(0, 80, rest)
        .self(80, OPEN)
        .out(80, OPEN);
  }

  /** Where nobody asked for states before, so that the kernel begins to look in their middle. */
  @ParameterizedTest
  @MethodSource("labs")
  void whatIsOpenStaysOpen(String variant, Family family) throws Exception {
    try (Lab lab = Lab.create(variant);
        Conversation in = open(lab, family, true);
        Conversation out = open(lab, family, false)) {
      new Doorward(lab).apply(SHUT);
      assertTrue(in.flows(), "opened from outside");
      assertTrue(out.flows(), "opened from here");
    }
  }

  private static Conversation open(Lab lab, Family family, boolean inbound) throws Exception {
    var there = Conversation.at(Lab.neighbourAddress(family, 0, 0), inbound ? 0 : 8080);
    var here = Conversation.at(Lab.hostAddress(family, 0, 0), inbound ? 8080 : 0);
    return inbound
        ? Conversation.open(lab::neighbour, there, lab::host, here)
        : Conversation.open(lab::host, here, lab::neighbour, there);
  }

  /** Of each type one packet, and a counter for each behind the chain. */
  @ParameterizedTest
  @MethodSource("labs")
  void onlyTheIcmpThatNetworksNeedComesIn(String variant, Family family) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      new Doorward(lab).apply(SHUT);
      boolean old = family == Family.IPV4;
      String type = old ? "-p icmp -m icmp --icmp-type " : "-p ipv6-icmp -m icmp6 --icmpv6-type ";
      List<Integer> types = IntStream.rangeClosed(0, 254).boxed().toList();
      StringBuilder counters = new StringBuilder("*filter\n");
      types.forEach(each -> counters.append("-A INPUT ").append(type).append(each).append('\n'));
      lab.append(family, counters + "COMMIT\n");
      int echo = old ? 8 : 128;
      int answered =
          lab.neighbour(
              () -> {
                try (PacketSocket socket = PacketSocket.open()) {
                  int wire = PacketSocket.index("n0");
                  for (int each : types) {
                    socket.send(wire, icmp(family, each));
                  }
                  socket.send(wire, icmp(family, echo));
                  return answers(socket, family, 2);
                }
              });
      // The last one's answer tells that all before have come by.
      assertEquals(2, answered);
      List<Integer> met = new ArrayList<>();
      lab.onHost(lab.program(family) + "-save", "-c")
          .lines()
          .filter(line -> line.contains(" -A INPUT ") && !line.startsWith("[0:0]"))
          .filter(line -> line.contains("-type "))
          .forEach(line -> met.add(Integer.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
      assertEquals(NetworkNeeds.icmpTypes(family), met);
    }
  }

  /** How many echoes come back, up to as many as are waited for. */
  private static int answers(PacketSocket socket, Family family, int wanted) throws IOException {
    boolean old = family == Family.IPV4;
    long deadline = System.nanoTime() + 5_000_000_000L;
    int answers = 0;
    while (answers < wanted && System.nanoTime() < deadline) {
      for (byte[] frame : socket.received()) {
        boolean isEcho = frame.length > (old ? 34 : 54) && frame[old ? 23 : 20] == (old ? 1 : 58);
        answers += isEcho && (frame[old ? 34 : 54] & 255) == (old ? 0 : 129) ? 1 : 0;
      }
    }
    return answers;
  }

  /** An echo request turned into another type. */
  private static byte[] icmp(Family family, int type) {
    boolean old = family == Family.IPV4;
    IpAddress from = IpAddress.parse(Lab.neighbourAddress(family, 0, 0)).orElseThrow();
    IpAddress to = IpAddress.parse(Lab.hostAddress(family, 0, 0)).orElseThrow();
    int protocol = old ? Packet.ICMP : Packet.ICMPV6;
    byte[] station = HexFormat.ofDelimiter(":").parseHex(Lab.mac(0, 0));
    byte[] frame = Frames.of(new Packet(type, protocol, from, to, 1000 + type, 0, "eth0"), station);
    ByteBuffer message = ByteBuffer.wrap(frame, old ? 34 : 54, 12).slice();
    // RFC 1624: the checksum without the old type, and with the new one.
    int sum = (~message.getShort(2) & 0xffff) + (~message.getShort(0) & 0xffff) + (type << 8);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    message.putShort(0, (short) (type << 8)).putShort(2, (short) ~sum);
    return frame;
  }
}
