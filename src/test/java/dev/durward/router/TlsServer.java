package dev.durward.router;

import dev.durward.exec.CommandResult;
import dev.durward.exec.RunningProcess;
import dev.durward.probe.tls.OpenSsl;
import dev.durward.probe.tls.OpenSsl.Wish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A web server on port 443, of openssl's, with a certificate of its own making.
 *
 * @param certificate the file of it
 */
record TlsServer(RunningProcess process, Path certificate) implements AutoCloseable {
  /** Starts it at a site; returns when it listens. */
  static TlsServer start(Site site, Path folder) throws Exception {
    OpenSsl made = new OpenSsl(folder);
    made.make(Wish.of("www.example.com", "", OpenSsl.SERVER).selfSigned());
    Path certificate = Path.of(made.file("www.example.com.pem").toString());
    List<String> command =
        List.of(
            "/usr/bin/openssl",
            "s_server",
            "-quiet",
            "-accept",
            "443",
            "-www",
            "-cert",
            certificate.toString(),
            "-key",
            made.file("www.example.com.key").toString());
    RunningProcess process = site.call(() -> RunningProcess.start(command, Map.of()));
    site.awaitTcp(443);
    return new TlsServer(process, certificate);
  }

  /** Whether hands are shaken with it, and no other, at the router's outer address. */
  boolean greets(Site outside) throws IOException, InterruptedException {
    CommandResult client =
        outside.attempt(
            "/usr/bin/openssl",
            "s_client",
            "-brief",
            "-verify_return_error",
            "-CAfile",
            certificate.toString(),
            "-connect",
            RouterLab.WAN + ":443");
    return client.succeeded() && (client.text() + client.error()).contains("Verification: OK");
  }

  @Override
  public void close() {
    process.close();
  }
}
