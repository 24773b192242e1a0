package dev.durward.cli.host;

import com.beust.jcommander.Parameter;
import dev.durward.apply.Trial;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.plan.Snapshot;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.firewalld.FirewalldBackend;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.nftables.NftBackend;
import dev.durward.platform.persistence.Choice;
import dev.durward.platform.persistence.Persistence;
import dev.durward.platform.persistence.Survival;
import dev.durward.platform.persistence.Way;
import dev.durward.platform.ufw.UfwBackend;
import dev.durward.report.NextBoot;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a host's rules with its next boot, and what is done about that.
 *
 * @param host the host
 * @param keeper who keeps its rules
 * @param choice how the user wants them to come back
 */
public record Reboot(Host host, Keeper keeper, Choice choice) {
  /** The option that says how. */
  public static final class Options {
    @Parameter(names = "--persist")
    private String persist = "auto";

    /** What the user chose, {@code AUTO} by default. */
    public Choice choice() throws UsageException {
      for (Choice choice : Choice.values()) {
        if (choice.name().toLowerCase(Locale.ROOT).equals(persist)) {
          return choice;
        }
      }
      throw new UsageException("--persist is auto, distribution, unit or none, not " + persist);
    }
  }

  /** That of a host, if the user's choice can be followed there. */
  public static Reboot on(Host host, Keeper keeper, Choice choice) throws FirewallException {
    Reboot reboot = new Reboot(host, keeper, choice);
    if (reboot.persistence().isPresent()) {
      reboot.persistence().get().require(choice);
    } else if (choice == Choice.DISTRIBUTION || choice == Choice.UNIT) {
      throw new FirewallException(
          Kind.TOOL_MISSING,
          "--persist is about rules of iptables, and here "
              + keeper.title()
              + " keeps the rules: "
              + reboot.byKeeper().words(),
          "leave --persist out");
    }
    return reboot;
  }

  /** Whether the user named a way: then a change stands only if it can be gone. */
  public boolean isAskedFor() {
    return choice == Choice.DISTRIBUTION || choice == Choice.UNIT;
  }

  /** A trial that a change stands only if it is kept for the next boot. */
  public Trial after(Optional<Trial> others) {
    return () -> {
      Optional<String> objection = others.isPresent() ? others.get().objection() : Optional.empty();
      if (objection.isPresent()) {
        return objection;
      }
      String trouble = keep(true).trouble();
      return trouble.isEmpty()
          ? Optional.empty()
          : Optional.of("it could not be kept for the next boot: " + trouble);
    };
  }

  /**
   * Keeps what the host has now for its next boot, and says what will come of it.
   *
   * @param any whether it has rules of Durward's
   */
  public NextBoot keep(boolean any) throws InterruptedException {
    if (persistence().isEmpty()) {
      return nextBoot(byKeeper(), "", "");
    }
    Optional<Survival> none = persistence().get().none(any);
    if (none.isPresent()) {
      return nextBoot(none.get(), "", "");
    }
    try {
      IptablesSnapshot now = (IptablesSnapshot) keeper.backend().snapshot();
      Way way = persistence().get().way(choice, now);
      Optional<String> trouble = persistence().get().keep(way, now);
      Survival survival = persistence().get().survival(now);
      return nextBoot(survival, way.words(), trouble.orElse(""));
    } catch (FirewallException e) {
      String why = String.valueOf(e.getMessage());
      return new NextBoot("", false, "what comes is not known", why);
    }
  }

  /** What would become of the host's rules. */
  public NextBoot expected(Snapshot now) {
    Survival survival =
        persistence().isPresent()
            ? persistence().get().survival((IptablesSnapshot) now)
            : byKeeper();
    return nextBoot(survival, "", "");
  }

  private static NextBoot nextBoot(Survival survival, String how, String trouble) {
    boolean isSaid = how.isEmpty() || how.equals(survival.words());
    String words = isSaid ? survival.words() : survival.words() + "; " + how;
    String shown = survival.same() && !how.isEmpty() ? how : words;
    return new NextBoot(survival.by(), survival.same(), shown, trouble);
  }

  /** Only what iptables keeps needs somebody to put it back. */
  private Optional<Persistence> persistence() {
    return host instanceof LinuxHost linux && keeper.backend() instanceof IptablesBackend
        ? Optional.of(new Persistence(linux.root(), linux.runner()))
        : Optional.empty();
  }

  private Survival byKeeper() {
    if (keeper.backend() instanceof NftBackend) {
      return new Survival(
          "", false, "rules in nft's own tables are gone, and durward apply puts them back");
    }
    if (keeper.backend() instanceof UfwBackend) {
      return new Survival("ufw", true, "ufw puts its rules in place, Durward's among them");
    }
    if (keeper.backend() instanceof FirewalldBackend) {
      return new Survival(
          "firewalld", true, "firewalld puts its rules in place, Durward's among them");
    }
    return new Survival(
        "Windows", true, "Windows puts all in place that stands in its registry, where they are");
  }
}
