package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.platform.host.Listeners;
import dev.durward.probe.ssh.SshTrouble;
import dev.durward.probe.ssh.SshVantage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong where no ssh comes to a second machine. */
class SshLoginIT {
  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void makeLab() throws Exception {
    lab = Lab.create("nft");
  }

  @AfterEach
  void removeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private SshTrouble refused(FarHost far, String destination) {
    return assertThrows(
        SshTrouble.class,
        () ->
            lab.host(
                () -> {
                  try (SshVantage some = SshVantage.open(far.ssh(), destination, new Listeners())) {
                    return some.name();
                  }
                }));
  }

  @Test
  void saysWhatIsWrongWithALogin() throws Exception {
    FarProbes.load(lab);
    try (FarHost far = FarHost.start(lab, folder)) {
      SshTrouble unknown = refused(far, "no-such-host.invalid");
      assertTrue(unknown.getMessage().contains("Could not resolve"), unknown.getMessage());
      FarHost.client(folder, "other");
      SshTrouble password = refused(far, "far");
      assertTrue(password.getMessage().contains("without asking"), password.getMessage());
      FarHost.client(folder, "user");
      FarHost.know(folder, "other");
      SshTrouble changed = refused(far, "far");
      assertTrue(changed.getMessage().contains("not the one that is known"), changed.getMessage());
      Files.delete(folder.resolve("known_hosts"));
      SshTrouble fresh = refused(far, "far");
      assertTrue(fresh.getMessage().contains("not known here"), fresh.getMessage());
    }
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertTrue(left.noneMatch(each -> Files.exists(each.resolve("ssh")) && !each.equals(folder)));
    }
  }
}
