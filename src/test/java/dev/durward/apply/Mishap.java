package dev.durward.apply;

import dev.durward.exec.Begun;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Disk;
import dev.durward.platform.FirewallException;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Something that goes wrong at one of the commands and file operations of a run, which are counted
 * from 1.
 */
public final class Mishap {
  /** How it goes wrong. */
  public enum Kind {
    /** It does nothing, and fails. */
    FAILS,
    /** It can't be started; a file operation fails as above. */
    CANT_START,
    /** It does its work, and fails all the same. */
    WORKS_AND_FAILS,
    /** The process dies before it. */
    DIES_BEFORE,
    /** The process dies after it. */
    DIES_AFTER
  }

  /** The end of the process, as far as a test can have it in its own: nothing catches it. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Kind kind;
  private final int at;
  private final Runnable death;
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> names = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean dead;
  private volatile String what = "";

  /**
   * @param death ends the process
   */
  public Mishap(Kind kind, int at, Runnable death) {
    this.kind = kind;
    this.at = at;
    this.death = death;
  }

  /** One that dies by {@link Death}, and does nothing more from then on. */
  public static Mishap of(Kind kind, int at) {
    return new Mishap(
        kind,
        at,
        () -> {
          throw new Death();
        });
  }

  /** One that never comes, to see what a run consists of. */
  public static Mishap never() {
    return of(Kind.FAILS, Integer.MAX_VALUE);
  }

  /** The numbers of all that was done. */
  public List<Integer> all() {
    return numbers(name -> true);
  }

  /** The numbers of what changed anything: rules or files. */
  public List<Integer> changes() {
    return numbers(name -> name.charAt(0) != '/' || name.contains("-restore "));
  }

  /** The numbers of what a router is told to do. */
  public List<Integer> orders() {
    return numbers(name -> name.startsWith("router "));
  }

  /** The numbers of the commands among them. */
  public List<Integer> commands() {
    return numbers(name -> name.contains("-restore "));
  }

  private List<Integer> numbers(Predicate<String> which) {
    return IntStream.rangeClosed(1, names.size())
        .filter(number -> which.test(names.get(number - 1)))
        .boxed()
        .toList();
  }

  /** At what it happened. */
  public String what() {
    return kind + " at " + at + ", " + what;
  }

  /** Whether it is this one's turn. */
  private boolean begins(String name) {
    if (dead) {
      throw new Death();
    }
    names.add(name);
    boolean now = count.incrementAndGet() == at;
    if (now) {
      what = name;
      if (kind == Kind.DIES_BEFORE) {
        die();
      }
    }
    return now;
  }

  private void die() {
    dead = true;
    death.run();
  }

  /** A command that has begun before its turn is done in its turn, and goes wrong there. */
  public CommandRunner over(CommandRunner road) {
    return new CommandRunner() {
      @Override
      public CommandResult run(Command command) throws IOException, InterruptedException {
        return turn(command.line(), () -> road.run(command), () -> {});
      }

      @Override
      public Begun begin(Command command) throws IOException {
        Begun begun = road.begin(command);
        return new Begun() {
          @Override
          public CommandResult finish() throws IOException, InterruptedException {
            return turn(command.line(), begun::finish, this::abandon);
          }

          @Override
          public void abandon() {
            begun.abandon();
          }
        };
      }
    };
  }

  private interface Work {
    CommandResult run() throws IOException, InterruptedException;
  }

  private CommandResult turn(String name, Work work, Runnable abandon)
      throws IOException, InterruptedException {
    if (!begins(name)) {
      return work.run();
    }
    CommandResult failed = new CommandResult(4, new byte[0], "refused by the test", false);
    switch (kind) {
      case CANT_START -> {
        abandon.run();
        throw new IOException("no such program, says the test");
      }
      case FAILS -> abandon.run();
      default -> {
        work.run();
        if (kind == Kind.DIES_AFTER) {
          die();
        }
      }
    }
    return failed;
  }

  private interface Operation {
    void run() throws IOException;
  }

  private void disk(String name, Operation operation) throws IOException {
    boolean now = begins(name);
    if (now && (kind == Kind.FAILS || kind == Kind.CANT_START)) {
      throw new IOException(name + ": no space left, says the test");
    }
    operation.run();
    if (now && kind == Kind.DIES_AFTER) {
      die();
    }
    if (now) {
      throw new IOException(name + ": an input/output error, says the test");
    }
  }

  /** What only asks a router is named like a command that only looks. */
  public RouterProtocol over(RouterProtocol road) {
    return new MishapRouter(this, road);
  }

  /** A question that a router answers to. */
  @FunctionalInterface
  interface Look<T> {
    T look() throws FirewallException, InterruptedException;
  }

  <T> T look(String name, Look<T> look) throws FirewallException, InterruptedException {
    boolean now = begins("/router " + name);
    if (now && (kind == Kind.FAILS || kind == Kind.CANT_START || kind == Kind.WORKS_AND_FAILS)) {
      throw new FirewallException(
          FirewallException.Kind.UNREACHABLE, "no answer, says the test", "try again");
    }
    T seen = look.look();
    if (now && kind == Kind.DIES_AFTER) {
      die();
    }
    return seen;
  }

  /** What a router is to do. */
  @FunctionalInterface
  interface Order {
    Outcome give() throws InterruptedException;
  }

  Outcome order(String name, Order order) throws InterruptedException {
    boolean now = begins("router " + name);
    if (now && kind == Kind.FAILS) {
      return new Outcome.Refused("refused by the test");
    }
    if (now && kind == Kind.CANT_START) {
      return new Outcome.Untold("no answer, says the test");
    }
    Outcome outcome = order.give();
    if (now && kind == Kind.DIES_AFTER) {
      die();
    }
    return now ? new Outcome.Untold("no answer, though it was done, says the test") : outcome;
  }

  public Disk over(Disk road) {
    return new Disk() {
      @Override
      public void makeFolder(Path folder) throws IOException {
        disk("make " + folder, () -> road.makeFolder(folder));
      }

      @Override
      public void write(Path file, byte[] content) throws IOException {
        disk("write " + file, () -> road.write(file, content));
      }

      @Override
      public void sync(Path path) throws IOException {
        disk("sync " + path, () -> road.sync(path));
      }

      @Override
      public void rename(Path from, Path to) throws IOException {
        disk("rename " + to, () -> road.rename(from, to));
      }

      @Override
      public void delete(Path file) throws IOException {
        disk("delete " + file, () -> road.delete(file));
      }
    };
  }
}
