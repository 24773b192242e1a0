package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap.Death;
import dev.durward.cli.Run;
import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.kernel.Conversation.Outcome;
import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a change that ends connections, when something comes between. */
class EndedMishapIT {
  private static final String RULES =
      "version: 1\npolicy: web\nrules:\n  - {name: no ssh, action: block, ports: 22}\n";

  private static final ProcessRunner ROAD = new ProcessRunner();

  @TempDir private Path folder;

  private KeptHost host;
  private OpenPorts services;
  private Conversation open;
  private String file;

  @BeforeEach
  void open() throws Exception {
    host = KeptHost.of("ufw nft", folder);
    services = host.lab().host(() -> OpenPorts.listen(22));
    open =
        services.conversation(
            host.lab()::neighbour,
            Conversation.at(Lab.neighbourAddress(Family.IPV6, 0, 0), 0),
            Conversation.at(Lab.hostAddress(Family.IPV6, 0, 0), 22));
    file = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
  }

  @AfterEach
  void close() throws Exception {
    open.close();
    services.close();
    host.close();
  }

  private Run run(CommandRunner runner, String... words) throws Exception {
    return host.lab().host(() -> host.setting().runner(runner).run(words));
  }

  private static boolean ends(Command command) {
    return command.arguments().contains("-K");
  }

  @Test
  void theNextCommandEndsWhatOneThatDiedHasLeftOpen() throws Exception {
    CommandRunner death =
        command -> {
          throw new Death();
        };
    Exception died =
        assertThrows(
            Exception.class,
            () -> run(new Detour(ROAD, EndedMishapIT::ends, death), "apply", file, "--yes"));
    assertTrue(died.getCause() instanceof Death, died.toString());
    assertTrue(open.flows());
    Run next = run(ROAD, "apply", file, "--yes");
    assertEquals(0, next.code(), next.err());
    assertTrue(next.err().contains("all of it had been done"), next.err());
    assertEquals(Outcome.RESET, open.say());
  }

  @Test
  void theChangeStandsWhereTheyAreNotEndedAndThatIsTold() throws Exception {
    CommandRunner failure = command -> Detour.failed();
    Run applied = run(new Detour(ROAD, EndedMishapIT::ends, failure), "apply", file, "--yes");
    assertEquals(0, applied.code(), applied.err());
    String said = applied.err();
    assertTrue(said.contains("the change stands, but connections that it refuses go on: "), said);
    assertTrue(said.contains("ss -H -K"), said);
    assertTrue(said.contains("it left 1 (exit code 4: refused by the test)"), said);
    assertEquals(0, run(ROAD, "plan", file, "--exit-code").code());
  }
}
