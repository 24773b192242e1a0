package dev.durward.platform.persistence;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.OwnRules;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lets rules that iptables keeps come back with the next boot. */
public final class Persistence {
  private static final String NO_INIT = "neither systemd nor OpenRC runs this system";
  private static final String NAMESPACE =
      "these rules are of a network namespace that no boot makes";

  private final SystemRoot root;
  private final CommandRunner runner;
  private final BootUnit unit;

  /**
   * @param root the file system that the host boots from
   * @param runner runs its programs
   */
  public Persistence(SystemRoot root, CommandRunner runner) {
    this.root = root;
    this.runner = runner;
    this.unit = new BootUnit(root, runner);
  }

  /** Refuses a choice of the user's that can't be followed here. */
  public void require(Choice choice) throws FirewallException {
    if (choice == Choice.AUTO || choice == Choice.NONE) {
      return;
    }
    if (!root.isOfBoot()) {
      throw impossible(NAMESPACE, "leave --persist out, or say --persist none");
    }
    if (choice == Choice.UNIT && root.init().isEmpty()) {
      throw impossible(NO_INIT, "leave --persist out, or say --persist none");
    }
    if (choice == Choice.DISTRIBUTION) {
      Distribution distribution =
          Distribution.of(root)
              .orElseThrow(
                  () ->
                      impossible(
                          "this host has none of netfilter-persistent, iptables-services and the"
                              + " iptables services of Arch and Alpine",
                          "install that of your distribution, or say --persist unit"));
      if (!distribution.isEnabled(root)) {
        throw impossible(
            "no boot of this host runs " + String.join(" and ", distribution.services()),
            "enable that service, or say --persist unit");
      }
    }
  }

  private static FirewallException impossible(String why, String remedy) {
    return new FirewallException(Kind.TOOL_MISSING, why, remedy);
  }

  /**
   * The way for a host as it is.
   *
   * @throws FirewallException if the one that was chosen can't be gone here
   */
  public Way way(Choice choice, IptablesSnapshot host) throws FirewallException {
    require(choice);
    return switch (choice) {
      case AUTO -> root.isOfBoot() ? usual(host) : new Way.Nothing(NAMESPACE);
      case DISTRIBUTION -> saved(host, Distribution.of(root).orElseThrow());
      case UNIT -> ownOrNothing("as asked for");
      case NONE -> new Way.Nothing("as asked for");
    };
  }

  private Way usual(IptablesSnapshot host) {
    Optional<Distribution> found =
        Distribution.of(root).filter(distribution -> distribution.isEnabled(root));
    if (found.isEmpty()) {
      return ownOrNothing("nothing else here loads rules at boot");
    }
    Distribution distribution = found.get();
    Optional<String> other = new SavedFiles(root, distribution).unsaved(host);
    return other.isEmpty()
        ? new Way.Saved(distribution, distribution.title() + " has them, as it has all others")
        : ownOrNothing(distribution.title() + " would save others' too, such as " + other.get());
  }

  private Way ownOrNothing(String why) {
    return root.init()
        .<Way>map(init -> new Way.Own(init, init.service() + " has them; " + why))
        .orElse(new Way.Nothing(NO_INIT));
  }

  private Way saved(IptablesSnapshot host, Distribution distribution) {
    String words = distribution.title() + " has them";
    Optional<String> other = new SavedFiles(root, distribution).unsaved(host);
    return new Way.Saved(
        distribution,
        other.map(rule -> words + ", and others' that it hadn't, such as " + rule).orElse(words));
  }

  /**
   * Goes a way: what is kept for the next boot is then as the host is now.
   *
   * @return what went wrong; empty if nothing did
   */
  public Optional<String> keep(Way way, IptablesSnapshot host) throws InterruptedException {
    try {
      if (way instanceof Way.Saved saved) {
        return save(saved.distribution(), host);
      }
      if (way instanceof Way.Own own) {
        write(own.init(), host);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private Optional<String> save(Distribution distribution, IptablesSnapshot host)
      throws IOException, InterruptedException {
    SavedFiles files = new SavedFiles(root, distribution);
    if (!files.has(host) || files.unsaved(host).isPresent()) {
      for (Command command : distribution.saving(root)) {
        CommandResult result = runner.run(command);
        if (!result.succeeded()) {
          return Optional.of(command.line() + ": " + result.complaint());
        }
      }
      if (!files.has(host)) {
        return Optional.of(
            distribution.savingLine()
                + " reported success, and "
                + distribution.file(Family.IPV4)
                + " and "
                + distribution.file(Family.IPV6)
                + " don't hold the rules");
      }
    }
    // It would put back what was written to it last.
    unit.remove();
    return Optional.empty();
  }

  private void write(Init init, IptablesSnapshot host) throws IOException, InterruptedException {
    Map<String, String> rules = new LinkedHashMap<>();
    boolean any = false;
    for (Family family : Family.values()) {
      OwnRules own = OwnRules.of(host.filter(family));
      any |= own.size() > 0;
      rules.put(SavedFiles.word(family), own.text());
    }
    if (any) {
      unit.write(init, IptablesBackend.bootScript(host.tools(), BootUnit.FOLDER), rules);
    } else {
      unit.remove();
    }
  }

  /**
   * What becomes of the host's rules where no boot makes any: told without a look at them.
   *
   * @param any whether there are rules of Durward's
   */
  public Optional<Survival> none(boolean any) {
    return root.isOfBoot() ? Optional.empty() : Optional.of(new Survival("", !any, NAMESPACE));
  }

  /** What becomes of the host's rules when it boots. */
  public Survival survival(IptablesSnapshot host) {
    Optional<Survival> none = none(!host.managed().isEmpty());
    if (none.isPresent()) {
      return none.get();
    }
    Optional<Init> init = unit.enabledBy();
    if (init.isPresent()) {
      return Comparison.of(init.get().service(), host, unit::saved);
    }
    Optional<Distribution> distribution =
        Distribution.of(root).filter(found -> found.isEnabled(root));
    if (distribution.isPresent()) {
      SavedFiles files = new SavedFiles(root, distribution.get());
      return Comparison.of(distribution.get().title(), host, files::own);
    }
    return host.managed().isEmpty()
        ? new Survival("", true, "there are none, and none come")
        : new Survival("", false, "nothing puts Durward's rules back");
  }
}
