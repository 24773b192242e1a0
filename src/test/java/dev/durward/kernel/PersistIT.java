package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.cli.Run;
import dev.durward.exec.Command;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.platform.persistence.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules kept for the next boot by the commands, on a host whose root is a folder. */
class PersistIT {
  private static final String[] FILE = {"config/web.yaml"};

  /** As netfilter-persistent 1.0.20 does it by its plugins, which are read and not copied. */
  private static final String NETFILTER_PERSISTENT =
      """
      #!/bin/sh
      set -e
      for each in 4:iptables 6:ip6tables; do
        rules=ROOT/etc/iptables/rules.v${each%:*}
        case $1 in
          save) "/usr/sbin/${each#*:}-nft-save" >"$rules" ;;
          start) "/usr/sbin/${each#*:}-nft-restore" <"$rules" ;;
        esac
      done
      """;

  @TempDir private Path root;
  @TempDir private Path runtime;
  private Lab lab;

  @BeforeEach
  void settle() throws Exception {
    lab = Lab.create("nft");
    lab.loadRejecting();
    Files.createDirectories(root.resolve("etc/systemd/system"));
  }

  @AfterEach
  void leave() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private void boots() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/system"));
  }

  private Path hasNetfilterPersistent() throws IOException {
    Path plugins = root.resolve("usr/share/netfilter-persistent/plugins.d");
    Files.createDirectories(plugins);
    Files.createFile(plugins.resolve("15-ip4tables"));
    Path wants = root.resolve("etc/systemd/system/multi-user.target.wants");
    Files.createDirectories(wants);
    // Debian's link, whose target need not be there for whoever looks at the name.
    Files.createSymbolicLink(
        wants.resolve("netfilter-persistent.service"),
        Path.of("/lib/systemd/system/netfilter-persistent.service"));
    Files.createDirectories(root.resolve("etc/iptables"));
    Path program = root.resolve("usr/sbin/netfilter-persistent");
    Files.createDirectories(program.getParent());
    Files.writeString(program, NETFILTER_PERSISTENT.replace("ROOT", root.toString()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private Run run(String command, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    if (!command.equals("doctor")) {
      words.addAll(List.of(FILE));
    }
    words.addAll(List.of(options));
    Run.Setting setting =
        new Run.Setting()
            .runner(new ProcessRunner())
            .variant("-nft")
            .root(new SystemRoot(root))
            .runtime(runtime);
    return lab.host(() -> setting.run(words.toArray(String[]::new)));
  }

  private Run applied(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--yes"));
    all.addAll(List.of(options));
    Run run = run("apply", all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(root::relativize).map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aUnitOfDurwardsOwnComesWithTheFirstRuleAndGoesWithTheLast() throws Exception {
    boots();
    List<String> before = files();
    Run first = applied();
    assertTrue(flat(first.out()).contains("With the next boot: durward.service has them"));
    assertTrue(
        Files.isSymbolicLink(
            root.resolve("etc/systemd/system/multi-user.target.wants/durward.service")));
    Path rules = root.resolve("etc/durward/boot/ipv4.rules");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(rules)));
    String saved = Files.readString(rules);
    assertFalse(saved.lines().anyMatch(line -> line.startsWith("-A INPUT")), saved);
    assertFalse(saved.contains("bans"), saved);

    Run status = run("status");
    assertTrue(flat(status.out()).contains("durward.service puts them back as they"), status.out());
    Run doctor = run("doctor");
    assertTrue(flat(doctor.out()).contains("ok next boot durward.service puts"), doctor.out());

    lab.onHost(lab.program(Family.IPV4), "-D", "DURWARD-IN-ALLOW", "1");
    var json = new ObjectMapper().readTree(run("status", "--output=json").out());
    assertFalse(json.at("/nextBoot/same").asBoolean());
    assertTrue(
        json.at("/nextBoot/detail").asText().contains("0 lines would be missing, 1 would be back"),
        json.toString());
    assertTrue(flat(run("doctor").out()).contains("warning next boot durward.service puts back"));

    applied();
    assertEquals(
        saved.lines().sorted().toList(),
        Files.readString(rules).lines().sorted().toList(),
        "put right again, it is as before");
    assertTrue(flat(run("status").out()).contains("durward.service puts them back as they"));

    Run removed = run("remove", "--yes");
    assertEquals(0, removed.code(), removed.err());
    Files.deleteIfExists(root.resolve("etc/systemd/system/multi-user.target.wants"));
    assertEquals(before, files());
  }

  @Test
  void whatWasNotKeptIsKeptByTheNextApplyEvenIfNothingElseIsToDo() throws Exception {
    boots();
    Run none = applied("--persist=none");
    assertFalse(files().stream().anyMatch(file -> file.contains("durward")));
    assertTrue(
        flat(none.err()).contains("with the next boot: nothing puts Durward's rules back"),
        none.err());
    assertTrue(flat(run("status").out()).contains("nothing puts Durward's rules back"));
    assertTrue(flat(run("doctor").out()).contains("warning next boot nothing puts"));
    Run again = applied();
    assertTrue(again.out().contains("Nothing to do"), again.out());
    assertTrue(flat(again.out()).contains("With the next boot: durward.service has them"));
  }

  @Test
  void whereNothingBootsNothingIsWrittenAndAUnitIsRefusedBeforehand() throws Exception {
    List<String> before = files();
    Run auto = applied();
    assertTrue(flat(auto.err()).contains("neither systemd nor OpenRC runs this system"));
    assertEquals(before, files());
    assertEquals(0, run("remove", "--yes").code());
    List<String> host = lab.saved(Family.IPV4);
    for (String choice : List.of("unit", "distribution")) {
      Run refused = run("apply", "--yes", "--persist=" + choice);
      assertEquals(5, refused.code(), refused.err());
      assertEquals(host, lab.saved(Family.IPV4));
    }
    assertEquals(64, run("apply", "--persist=maybe").code());
  }

  @Test
  void rulesThatCanNotBeKeptStandAndThatIsSaid() throws Exception {
    boots();
    Files.createSymbolicLink(root.resolve("etc/durward"), runtime);
    List<String> before = lab.saved(Family.IPV4);
    Run asked = run("apply", "--yes", "--persist=unit");
    assertEquals(6, asked.code(), asked.err());
    assertTrue(asked.err().contains("the host is as before"), asked.err());
    assertEquals(before, lab.saved(Family.IPV4), "it stands only if it is kept");
    Run run = run("apply", "--yes");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("could not be kept for the next boot"), run.err());
    assertTrue(run.err().contains("is a link"), run.err());
    assertTrue(lab.saved(Family.IPV4).stream().anyMatch(line -> line.contains("durward:web")));
    var json = new ObjectMapper().readTree(run("apply", "--yes", "--output=json").out());
    assertEquals("unchanged", json.get("result").asText());
    assertTrue(json.at("/nextBoot/trouble").asText().contains("is a link"), json.toString());
    assertEquals(6, run("apply", "--yes", "--persist=unit").code());
  }

  @Test
  void theDistributionSavesAllWhereAllIsDurwardsOrSavedAlready() throws Exception {
    boots();
    Path program = hasNetfilterPersistent();
    lab.onHost(program.toString(), "save");
    Run first = applied();
    assertTrue(
        flat(first.out()).contains("With the next boot: netfilter-persistent has them"),
        first.out() + first.err());
    assertFalse(files().stream().anyMatch(file -> file.contains("durward")));
    List<String> live = lab.saved(Family.IPV4);
    List<String> live6 = lab.saved(Family.IPV6);

    new BootFolder(lab, root).flush();
    lab.onHost(program.toString(), "start");
    assertEquals(live, lab.saved(Family.IPV4).subList(0, live.size()));
    assertTrue(lab.saved(Family.IPV6).containsAll(live6));
    assertEquals(0, run("plan", "--exit-code").code());
    assertTrue(flat(run("status").out()).contains("netfilter-persistent puts them back as"));
  }

  @Test
  void whatComesAndGoesIsNotSavedUnlessThatIsAskedFor() throws Exception {
    boots();
    Path program = hasNetfilterPersistent();
    lab.onHost(program.toString(), "save");
    applied();
    Path rules = root.resolve("etc/iptables/rules.v4");
    String saved = Files.readString(rules);
    lab.onHost(lab.program(Family.IPV4), "-N", "f2b-sshd");
    lab.onHost(lab.program(Family.IPV4), "-I", "INPUT", "1", "-p", "tcp", "-j", "f2b-sshd");
    lab.onHost(lab.program(Family.IPV4), "-D", "DURWARD-IN-ALLOW", "1");
    Run own = applied();
    assertTrue(
        flat(own.out()).contains("netfilter-persistent would save others' too, such as `"),
        own.out());
    assertTrue(flat(own.out()).contains("f2b-sshd"), own.out());
    assertEquals(saved, Files.readString(rules));
    assertTrue(Files.exists(root.resolve("etc/durward/boot/restore"), LinkOption.NOFOLLOW_LINKS));

    Run told = applied("--persist=distribution");
    assertTrue(told.out().contains("f2b-sshd"), told.out());
    assertTrue(Files.readString(rules).contains("f2b-sshd"));
    assertFalse(Files.exists(root.resolve("etc/durward")), "one way at a time");

    lab.onHost(lab.program(Family.IPV4), "-A", "f2b-sshd", "-s", "192.0.2.7", "-j", "DROP");
    Run removed = run("remove", "--yes");
    assertTrue(
        flat(removed.err()).contains("netfilter-persistent puts back others than there are now"),
        removed.err());
  }

  @Test
  void itsScriptAndItsUnitAreFreeOfWhatCheckersKnow() throws Exception {
    boots();
    applied();
    Path shellcheck = Path.of("/usr/bin/shellcheck");
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    Assumptions.assumeTrue(
        Files.isExecutable(shellcheck) && Files.isExecutable(analyze),
        "skipped: needs shellcheck and systemd-analyze");
    Path script = root.resolve("etc/durward/boot/restore");
    assertEquals("", lab.onHost(shellcheck.toString(), script.toString()));
    Path unit = root.resolve("etc/systemd/system/durward.service");
    var verified =
        new ProcessRunner()
            .run(Command.of(analyze.toString(), "verify", "--man=no", unit.toString()));
    assertEquals("", verified.error());
    assertEquals(0, verified.exit());
  }
}
