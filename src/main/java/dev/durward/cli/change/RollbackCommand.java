package dev.durward.cli.change;

import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.journal.ApplyRecord;
import dev.durward.journal.Cause;
import dev.durward.journal.Cause.Restored;
import dev.durward.journal.Journal;
import dev.durward.journal.Past;
import dev.durward.journal.Past.Item;
import dev.durward.journal.Past.Standing;
import dev.durward.journal.Unusable;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code rollback}: takes the newest apply back that stands; with an ID, makes the policies of that
 * apply as it left them. Other policies, and what others keep, stay as they are.
 */
public final class RollbackCommand {
  private static final String SEE = "see durward history";

  private final Terminal terminal;
  private final Host host;
  private final Messages messages;

  public RollbackCommand(Terminal terminal, Host host, Messages messages) {
    this.terminal = terminal;
    this.host = host;
    this.messages = messages;
  }

  private static final class Options extends Arguments.Words {
    @ParametersDelegate private ChangeOptions change = new ChangeOptions();

    Request request() throws UsageException {
      return new Request(Arguments.applyId(words()), change.wish(false));
    }
  }

  private record Request(Optional<Integer> id, ChangeOptions.Wish wish) {}

  /** Runs the command with its arguments. */
  public ExitCode run(List<String> arguments)
      throws UsageException, FirewallException, InterruptedException {
    Request request = Arguments.parse(new Options(), arguments).request();
    Keeper keeper = host.keeper(request.wish().keeper());
    return request
        .wish()
        .change(terminal, host, messages, keeper, Optional.empty())
        .make(() -> order(request.id(), keeper), keeper.backend());
  }

  private Order order(Optional<Integer> id, Keeper keeper)
      throws UsageException, FirewallException {
    Journal journal = host.journal();
    try {
      Past past = Past.read(journal);
      return id.isPresent()
          ? after(journal, past, id.get(), keeper)
          : beforeNewest(journal, past, keeper);
    } catch (IOException e) {
      throw impossible(
          "the journal in " + journal.folder() + " can't be read: " + Journal.reason(e),
          "mend that");
    } catch (Unusable e) {
      throw impossible(String.valueOf(e.getMessage()), "name another apply: " + SEE);
    }
  }

  private static FirewallException impossible(String message, String remedy) {
    return new FirewallException(Kind.UNREADABLE, message, remedy);
  }

  private Order after(Journal journal, Past past, int id, Keeper keeper)
      throws UsageException, FirewallException, Unusable {
    Item item = past.require(id).orElseThrow(() -> Arguments.noSuchApply(id));
    if (!item.isApplied()) {
      throw new UsageException(
          "apply " + id + " left nothing to go back to, since it was not applied: " + SEE);
    }
    ApplyRecord record = journal.record(id);
    return order(record, record.after(record.policies()), new Restored(id, true), keeper);
  }

  private Order beforeNewest(Journal journal, Past past, Keeper keeper)
      throws FirewallException, Unusable {
    Optional<Standing> standing = past.newestStanding();
    int newest = standing.map(Standing::id).orElse(0);
    for (var unread : past.findings().tailMap(newest + 1).entrySet()) {
      throw impossible(
          "apply "
              + unread.getKey()
              + " can't be read, so that nobody knows which one stands: "
              + unread.getValue().message(),
          "name the apply to go back to: " + SEE);
    }
    if (standing.isEmpty()) {
      throw impossible("there is no apply that stands and could be taken back", SEE);
    }
    ApplyRecord record = journal.record(newest);
    Set<String> policies = standing.get().policies();
    return order(record, record.before(policies), new Restored(newest, false), keeper);
  }

  private Order order(ApplyRecord record, Desired desired, Restored restored, Keeper keeper)
      throws FirewallException {
    String then = record.heading().cause().keeper();
    if (!then.equals(keeper.choice().word())) {
      throw new FirewallException(
          Kind.TOOL_MISSING,
          "apply "
              + record.heading().id()
              + " went through "
              + then
              + ", and now "
              + keeper.title()
              + " keeps the rules: "
              + keeper.why(),
          "apply the file anew, or say --platform " + then);
    }
    return new Order(
        desired,
        new Cause(Cause.Kind.ROLLBACK, host.user(), then, List.of(), Optional.of(restored)));
  }
}
