package dev.durward.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The disk of this host. */
public final class LocalDisk implements Disk {
  private static final int PIECE = 64 * 1024;

  @Override
  public void makeFolder(Path folder) throws IOException {
    OwnerFolder.make(folder);
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    Files.deleteIfExists(file);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, OwnerFolder.ofFiles(file))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        // A buffer of that size is copied for each write.
        rest.limit(Math.min(content.length, rest.position() + PIECE));
        channel.write(rest);
        rest.limit(content.length);
      }
    }
  }

  /** By a descriptor of its own: fsync(2) is about the file, whoever wrote it. */
  @Override
  public void sync(Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    if (isFolder && !OwnerFolder.isPosix(path)) {
      // Windows opens no folder as a file; NTFS has a journal for names.
      return;
    }
    StandardOpenOption way = isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, way)) {
      channel.force(true);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
