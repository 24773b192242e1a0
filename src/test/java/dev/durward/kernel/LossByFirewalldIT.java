package dev.durward.kernel;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plans say that they take from those who come in, where firewalld keeps the rules. */
class LossByFirewalldIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void whereFirewalldKeepsThem(String backend) throws Exception {
    try (Lab lab = Lab.create("nft");
        Firewalld firewalld = Firewalld.on(lab, backend, folder)) {
      firewalld.reset("<zone><service name='ssh'/><port port='443' protocol='tcp'/></zone>");
      LossTrial trial = new LossTrial("firewalld", lab, firewalld.backend(), 40);
      trial.changes(2, backend);
      trial.end();
    }
  }
}
