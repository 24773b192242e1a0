package dev.durward.journal;

import java.io.IOException;
import java.nio.file.Path;

/** What the journal does to files, each step by itself, so that each can be made to fail. */
public interface Disk {
  /** Makes a folder and those above it, for their owner alone; nothing if it is there. */
  void makeFolder(Path folder) throws IOException;

  /** Writes a new file for its owner alone, in place of one of that name. */
  void write(Path file, byte[] content) throws IOException;

  /** Waits until a file's content, or the names in a folder, would outlast a loss of power. */
  void sync(Path path) throws IOException;

  /** Gives a file another name, in place of the file that has it: at once, or not at all. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file, if it is there. */
  void delete(Path file) throws IOException;
}
