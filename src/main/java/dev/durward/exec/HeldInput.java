package dev.durward.exec;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** An input whose last line comes when it is released, and never if it is cut. */
final class HeldInput extends InputStream {
  private final byte[] text;
  private final int held;
  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile int end;
  private int next;

  HeldInput(byte[] text) {
    this.text = text;
    int last = text.length - 1;
    while (last > 0 && text[last - 1] != '\n') {
      last--;
    }
    this.held = Math.max(last, 0);
    this.end = held;
  }

  void release() {
    end = text.length;
    decided.countDown();
  }

  void cut() {
    decided.countDown();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (next == held) {
      try {
        decided.await();
      } catch (InterruptedException e) {
        throw new IOException("interrupted before the last line", e);
      }
    }
    int count = Math.min(length, (next < held ? held : end) - next);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(text, next, buffer, offset, count);
    next += count;
    return count;
  }
}
