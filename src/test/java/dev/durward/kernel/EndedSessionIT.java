package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.kernel.Conversation.Outcome;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.ManagementSession;
import dev.durward.probe.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes through ufw and firewalld that would end the very session that they are made over. */
class EndedSessionIT {
  private static final int SSH = 22;
  private static final String HERE = Lab.hostAddress(Family.IPV4, 0, 0);
  private static final String PEER = Lab.neighbourAddress(Family.IPV4, 0, 0);

  private static final String NO_SSH =
      """
      version: 1
      policy: web
      rules:
        - {name: no ssh, action: block, ports: 22, remote: 10.77.0.0/24}
      """;

  private static final String CUT =
      "error: `no ssh` would lock you out: it keeps out your ssh session from 10.77.0.11 to port"
          + " 22/tcp (it is one)";

  @TempDir private Path folder;

  private static ManagementSession session(int port) {
    return new ManagementSession(
        "ssh",
        6,
        SSH,
        IpAddress.parse(HERE),
        Optional.of(new Endpoint(IpAddress.parse(PEER).orElseThrow(), port)),
        Optional.of("eth0"),
        "it is one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ufw nft", "firewalld nftables"})
  void nobodyLosesItUnwarned(String keeper) throws Exception {
    try (KeptHost host = KeptHost.of(keeper, folder);
        OpenPorts services = host.lab().host(() -> OpenPorts.listen(SSH));
        Conversation open =
            services.conversation(
                host.lab()::neighbour, Conversation.at(PEER, 41_002), Conversation.at(HERE, SSH))) {
      Run.Setting setting = host.setting().sessions(session(41_002));
      String file = Files.writeString(folder.resolve("no-ssh.yaml"), NO_SSH).toString();
      for (String command : List.of("plan", "apply")) {
        Run refused = run(host, setting, command, file);
        assertEquals(5, refused.code(), refused.out() + refused.err());
        assertTrue(refused.err().contains(CUT), refused.err());
      }
      assertTrue(open.flows());

      // Nobody new comes in any more, and who is in stays: that is the session's last thread.
      if (keeper.startsWith("ufw")) {
        host.program().run("insert", "1", "deny", "22/tcp");
      } else {
        String drop = "--add-rich-rule=rule priority=-9 port port=22 protocol=tcp drop";
        host.program().run("--permanent", drop);
        host.program().run(drop);
      }
      assertTrue(open.flows());
      Run last = run(host, setting, "plan", file);
      assertTrue(last.err().contains(CUT), last.err());

      String others = NO_SSH.replace("10.77.0.0/24", "10.77.0.12");
      String other = Files.writeString(folder.resolve("others.yaml"), others).toString();
      Run made = run(host, setting, "apply", other, "--yes");
      assertEquals(0, made.code(), made.err());
      assertFalse(made.err().contains("lock"), made.err());
      assertTrue(open.flows());

      Run cut = run(host, setting, "apply", file, "--allow-lockout", "--yes");
      assertEquals(0, cut.code(), cut.out() + cut.err());
      assertEquals(Outcome.RESET, open.say());
    }
  }

  private static Run run(KeptHost host, Run.Setting setting, String... words) throws Exception {
    return host.lab().host(() -> setting.run(words));
  }
}
