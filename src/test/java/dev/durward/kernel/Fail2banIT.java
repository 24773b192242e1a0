package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durward beside a real fail2ban, which bans and unbans before and after it has come. */
class Fail2banIT {
  private static final int SOMEBODY = 0;
  private static final int BANNED = 2;

  private static final String RULES =
      """
      version: 1
      policy: ssh
      rules:
        - {name: ssh, ports: 22}
        - {name: web, ports: 443}
      """;

  @TempDir private Path folder;

  private static Sights banned() {
    return new Sights().in(BANNED, 22, REFUSED).in(BANNED, 443, OPEN).in(SOMEBODY, 22, OPEN);
  }

  private static Sights free() {
    return new Sights().in(BANNED, 22, OPEN).in(BANNED, 443, OPEN).in(SOMEBODY, 22, OPEN);
  }

  @Test
  void bansWorkWheneverTheyComeAndAreItsOwn() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.listen(22, 443);
      lab.loadRejecting();
      Doorward durward = new Doorward(lab);
      Map<Family, List<String>> before = durward.saved();
      Fail2ban fail2ban = Fail2ban.start(lab, folder);
      try {
        ban(fail2ban);
        Map<Family, List<String>> withBans = durward.saved();
        durward.apply(RULES);
        banned().check(lab, "banned before");
        assertEquals(withBans, durward.foreign());

        unban(fail2ban);
        free().check(lab, "unbanned");
        ban(fail2ban);
        banned().check(lab, "banned after");
        assertEquals(withBans, durward.foreign());
        durward.apply(RULES);
        assertEquals(withBans, durward.foreign(), "applied again");
      } finally {
        fail2ban.stop();
      }
      free().check(lab, "fail2ban stopped");
      durward.remove("ssh");
      assertEquals(before, durward.saved());
    }
  }

  private static void ban(Fail2ban fail2ban) throws Exception {
    for (Family family : Family.values()) {
      fail2ban.ban(Lab.neighbourAddress(family, 0, BANNED));
    }
  }

  private static void unban(Fail2ban fail2ban) throws Exception {
    for (Family family : Family.values()) {
      fail2ban.unban(Lab.neighbourAddress(family, 0, BANNED));
    }
  }
}
