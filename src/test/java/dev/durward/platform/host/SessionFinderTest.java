package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.probe.Transport;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sessions are found of a process, in trees of processes as real ones are. */
class SessionFinderTest {
  /** 192.0.2.1:22, and whoever is on the other side, as {@code /proc/net/tcp} prints them. */
  private static final String HERE = "010200C0:0016";

  private static final String ALICE = "077100CB:C93A"; // 203.0.113.7:51514
  private static final String BOB = "096433C6:9C40"; // 198.51.100.9:40000
  private static final String OPEN = "01";
  private static final String LISTENS = "0A";

  private static final String OF_ALICE = "SSH_CONNECTION=203.0.113.7 51514 192.0.2.1 22";
  private static final String OF_BOB = "SSH_CONNECTION=198.51.100.9 40000 192.0.2.1 22";
  private static final String FROM_ALICE = "ssh 203.0.113.7:51514 to 192.0.2.1:22 on eth0 ";
  private static final String FROM_BOB = "ssh 198.51.100.9:40000 to 192.0.2.1:22 on eth0 ";

  @TempDir private Path folder;
  private ProcTree proc;

  /** An sshd that listens, the child that has Alice's connection, and her shell. */
  @BeforeEach
  void aliceLogsIn() throws IOException {
    proc =
        new ProcTree(folder)
            .process(1, "systemd", 0)
            .process(50, "sshd", 1)
            .socket(50, "00000000:0016", "00000000:0000", LISTENS)
            .process(60, "sshd", 50)
            .socket(60, HERE, ALICE, OPEN)
            .process(1000, 61, "sshd", 60)
            .socket(61, HERE, ALICE, OPEN)
            .process(1000, 62, "bash", 61, "HOME=/home/alice", OF_ALICE, "TERM=xterm");
  }

  private List<String> found(int process) {
    return new SessionFinder(
            new Processes(folder),
            transport -> {
              String table = proc.table(transport == Transport.TCP ? proc.rows() : proc.udp());
              return SocketTable.parse(table, ByteOrder.LITTLE_ENDIAN).rows();
            },
            address -> Optional.of(address.toString().equals("192.0.2.1") ? "eth0" : "lo"))
        .of(process).stream()
            .map(
                each ->
                    each.kind()
                        + each.peer().map(peer -> " " + peer).orElse("")
                        + " to "
                        + each.local().map(local -> local + ":").orElse("")
                        + each.port()
                        + each.networkInterface().map(card -> " on " + card).orElse("")
                        + " "
                        + each.found())
            .toList();
  }

  @Test
  void theEnvironmentTells() throws IOException {
    proc.process(1000, 70, "java", 62, OF_ALICE);
    assertEquals(List.of(FROM_ALICE + "SSH_CONNECTION of java, pid 70"), found(70));
  }

  @Test
  void sudoTakesTheVariableAwayAndItsParentsHaveIt() throws IOException {
    proc.process(70, "sudo", 62, OF_ALICE).process(71, "sudo", 70).process(72, "java", 71, "A=b");
    assertEquals(List.of(FROM_ALICE + "SSH_CONNECTION of sudo, pid 70"), found(72));
  }

  @Test
  void suHasALoginOfItsOwn() throws IOException {
    proc.process(70, "su", 62).process(71, "bash", 70, "HOME=/root").process(72, "java", 71);
    assertEquals(List.of(FROM_ALICE + "SSH_CONNECTION of bash, pid 62"), found(72));
  }

  @Test
  void withoutAnyVariableTheSocketOfSshdIsTheTruth() throws IOException {
    proc.process(63, "sftp", 61).process(64, "java", 63);
    assertEquals(List.of(FROM_ALICE + "a socket of sshd, pid 61"), found(64));
  }

  @Test
  void whatSshdForwardsForASessionIsNone() throws IOException {
    proc.socket(61, "010200C0:D431", "0A0A000A:0050", OPEN).process(64, "java", 61);
    assertEquals(List.of(FROM_ALICE + "a socket of sshd, pid 61"), found(64));
  }

  @Test
  void whoIsAttachedToTmuxCountsAndNotWhoStartedItOnce() throws IOException {
    proc.process(1000, 80, "tmux: server", 1, OF_BOB)
        .process(1000, 81, "bash", 80, OF_BOB)
        .process(82, "java", 81)
        .process(1000, 90, "tmux: client", 62)
        .process(1001, 99, "tmux: client", 1);
    assertEquals(List.of(FROM_ALICE + "SSH_CONNECTION of bash, pid 62"), found(82));
  }

  @Test
  void bothCountWhereBothAreOpen() throws IOException {
    proc.process(100, "sshd", 50)
        .socket(100, HERE, BOB, OPEN)
        .process(1000, 80, "screen", 1, OF_BOB)
        .process(82, "java", 80)
        .process(1000, 90, "screen", 62);
    assertEquals(
        List.of(
            FROM_BOB + "SSH_CONNECTION of screen, pid 80",
            FROM_ALICE + "SSH_CONNECTION of bash, pid 62"),
        found(82));
  }

  @Test
  void ofAConnectionThatIsNoMoreTheAddressCountsWhereNothingElseIsKnown() throws IOException {
    proc.process(1000, 80, "tmux: server", 1, OF_BOB).process(82, "java", 80);
    assertEquals(List.of(FROM_BOB + "SSH_CONNECTION of tmux: server, pid 80"), found(82));
  }

  @Test
  void aTmuxWithinATmuxIsFollowedToo() throws IOException {
    proc.process(1000, 80, "tmux: server", 1)
        .process(1000, 81, "screen", 80)
        .process(82, "java", 81)
        .process(1000, 90, "tmux: client", 62);
    assertEquals(List.of(FROM_ALICE + "SSH_CONNECTION of bash, pid 62"), found(82));
  }

  @Test
  void moshHasAPortOfItsOwnAndNoPeerThatStays() throws IOException {
    proc.process(1000, 80, "mosh-server", 1, OF_BOB)
        .datagrams(80, "00000000:EA61")
        .process(1000, 81, "bash", 80, OF_BOB)
        .process(82, "java", 81);
    assertEquals(List.of("mosh to 60001 a socket of mosh-server, pid 80"), found(82));
  }

  @Test
  void aLoginAtTheConsoleAndOneOverLoopbackAreNone() throws IOException {
    proc.process(200, "login", 1)
        .process(201, "bash", 200)
        .process(202, "java", 201)
        .process(300, "bash", 1, "SSH_CONNECTION=127.0.0.1 40000 127.0.0.1 22")
        .process(301, "bash", 300, "SSH_CONNECTION=192.0.2.1 40000 192.0.2.1 22")
        .process(302, "bash", 301, "SSH_CONNECTION=nonsense", "SSH_CONNECTION=")
        .process(303, "java", 302);
    assertEquals(List.of(), found(202));
    assertEquals(List.of(), found(303));
  }

  @Test
  void aProcessThatEndedMeanwhileOrIsItsOwnParentEndsTheSearch() throws IOException {
    proc.process(400, "java", 399).process(500, "java", 501).process(501, "bash", 500);
    assertEquals(List.of(), found(400));
    assertEquals(List.of(), found(500));
  }

  @Test
  void ipv6AndItsScopesAreRead() throws IOException {
    proc.process(80, "java", 1, "SSH_CONNECTION=2001:db8::7 5 2001:db8::1 2222");
    proc.process(81, "java", 1, "SSH_CONNECTION=fe80::7%eth0 5 fe80::1%eth0 22");
    assertEquals(
        List.of("ssh [2001:db8::7]:5 to 2001:db8::1:2222 SSH_CONNECTION of java, pid 80"),
        found(80));
    assertEquals(
        List.of("ssh [fe80::7]:5 to fe80::1:22 SSH_CONNECTION of java, pid 81"), found(81));
  }
}
