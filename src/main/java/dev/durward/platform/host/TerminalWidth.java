package dev.durward.platform.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How wide the terminal is that standard error goes to. */
public final class TerminalWidth {
  /** What all terminals had once, for where nobody can tell. */
  private static final int USUAL = 80;

  private static final int STANDARD_ERROR = 2;

  /** {@code TIOCGWINSZ} (ioctl_tty(2)), of all machines but a few old ones. */
  private static final NativeLong WINDOW_SIZE = new NativeLong(0x5413);

  private TerminalWidth() {}

  /** The columns that it has now. */
  public static int columns() {
    if (File.separatorChar == '\\') {
      return USUAL;
    }
    byte[] size = new byte[8]; // rows, columns, and both in pixels
    try {
      LinuxCalls.ioctl(STANDARD_ERROR, WINDOW_SIZE, size);
    } catch (LastErrorException | LinkageError e) {
      return USUAL;
    }
    int columns = ByteBuffer.wrap(size).order(ByteOrder.nativeOrder()).getShort(2);
    return columns > 0 ? columns : USUAL;
  }
}
