package dev.durward.journal;

import dev.durward.plan.Change;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was begun on a host, and how it ended: two files an apply, {@code ID.begun.json} and {@code
 * ID.ended.json}, each written once and never changed. An apply whose second file is missing has
 * died, or is at work. Whoever writes holds the lock of the host.
 *
 * @param folder where they are
 * @param disk writes them
 */
public record Journal(Path folder, Disk disk) {
  /** How many applies that have ended are kept. */
  public static final int KEPT = 100;

  private static final String BEGUN = ".begun.json";
  private static final String ENDED = ".ended.json";
  private static final String NEW = ".new";
  private static final Pattern NAME =
      Pattern.compile("([1-9][0-9]{0,8})(\\.begun\\.json|\\.ended\\.json)(\\.new)?");

  /** The one that an elevated Durward keeps. */
  public static Journal ofProcess(Map<String, String> environment) {
    Path folder = OwnerFolder.chosen(environment, "DURWARD_STATE_DIR", "/var/lib/durward");
    return new Journal(folder, new LocalDisk());
  }

  /**
   * What is there, by its name.
   *
   * @param begun the numbers of applies that were begun
   * @param ended the numbers of those that have ended
   * @param rests files that somebody was about to write
   */
  private record Names(TreeSet<Integer> begun, TreeSet<Integer> ended, List<Path> rests) {
    int last() {
      return Math.max(begun.isEmpty() ? 0 : begun.last(), ended.isEmpty() ? 0 : ended.last());
    }
  }

  private Names names() throws IOException {
    Names names = new Names(new TreeSet<>(), new TreeSet<>(), new ArrayList<>());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          if (name.group(3) != null) {
            names.rests().add(file);
          } else {
            int id = Integer.parseInt(name.group(1));
            (name.group(2).equals(BEGUN) ? names.begun() : names.ended()).add(id);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // nothing was ever begun
    }
    return names;
  }

  private Path begun(int id) {
    return folder.resolve(id + BEGUN);
  }

  private Path ended(int id) {
    return folder.resolve(id + ENDED);
  }

  /** Where the record of an apply is. */
  public Path file(int id) {
    return begun(id);
  }

  /** Whether a {@link LedgerFile} is beside it, or may be: told by its name alone. */
  public boolean hasLedger() {
    return Files.exists(folder.resolve(LedgerFile.NAME), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The applies that have not ended, oldest first: told by names alone.
   *
   * @throws IOException if the folder can't be read
   */
  public List<Integer> unfinished() throws IOException {
    Names names = names();
    names.begun().removeAll(names.ended());
    return List.copyOf(names.begun());
  }

  /** The same where this user may not look, or there is none: nothing. */
  public List<Integer> unfinishedIfReadable() throws IOException {
    try {
      return unfinished();
    } catch (AccessDeniedException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** All applies, newest first. */
  public List<Integer> ids() throws IOException {
    return List.copyOf(names().begun().descendingSet());
  }

  /** What an apply was about to do. */
  public ApplyRecord record(int id) throws Unusable {
    return RecordReader.read(begun(id), id);
  }

  /** The same in short. */
  public Heading heading(int id) throws Unusable {
    return RecordReader.heading(begun(id), id);
  }

  /** Whether an apply waits to be confirmed. */
  public Confirmation confirmation(int id) {
    return new Confirmation(this, id);
  }

  /** How an apply ended; empty if it has not. */
  public Optional<Ending> ending(int id) throws Unusable {
    return Files.exists(ended(id)) ? Optional.of(EndingText.read(ended(id))) : Optional.empty();
  }

  /**
   * Writes down what is about to be done. It is on the disk when this returns.
   *
   * @param changes all of it
   * @param back as in {@link ApplyRecord#back}; asked for last
   * @return its number
   * @throws IOException if that failed: then nothing may be changed
   */
  public int begin(Cause cause, List<Change> changes, Supplier<String> back) throws IOException {
    disk.makeFolder(folder);
    Optional<String> distrust = OwnerFolder.distrust(folder);
    if (distrust.isPresent()) {
      throw new IOException(folder + " " + distrust.get() + ", so that no record there is trusted");
    }
    Names names = names();
    for (Path rest : names.rests()) {
      disk.delete(rest);
    }
    int id = names.last() + 1;
    Instant now = now();
    write(begun(id), RecordWriter.write(Heading.of(id, now, cause, changes), changes, back));
    return id;
  }

  /**
   * Writes down how an apply ended.
   *
   * @throws IOException if that failed: the next command finds out by itself
   */
  public void end(int id, Ending ending) throws IOException {
    write(ended(id), EndingText.write(id, ending));
    confirmation(id).forget();
    prune();
  }

  /** The time, in whole seconds. */
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What went wrong with which file. */
  public static String reason(IOException e) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof AccessDeniedException) {
      return said + ": this user may not";
    } else if (e instanceof NoSuchFileException) {
      return said + ": there is no such file or folder";
    } else if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return said + ": it is not a folder";
    }
    return said;
  }

  void write(Path file, byte[] content) throws IOException {
    Path unfinished = folder.resolve(file.getFileName() + NEW);
    disk.write(unfinished, content);
    disk.sync(unfinished);
    disk.rename(unfinished, file);
    disk.sync(folder);
  }

  private void prune() {
    try {
      Names names = names();
      int surplus = names.ended().size() - KEPT;
      for (int id : List.copyOf(names.ended()).subList(0, Math.max(0, surplus))) {
        // In this order: what is left of a pair never looks like an apply that died.
        disk.delete(begun(id));
        disk.delete(ended(id));
      }
    } catch (IOException e) {
      // The next one that ends tries again.
    }
  }
}
