package dev.durward.probe.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A tunnel as the JDK's TLS wants it. */
final class TunnelSocket extends Socket {
  private final Tunnel tunnel;

  TunnelSocket(Tunnel tunnel) {
    this.tunnel = tunnel;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return tunnel.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : tunnel.read(into, offset, length);
      }

      @Override
      public int available() {
        return tunnel.available();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        tunnel.write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        tunnel.write(from, offset, length);
      }
    };
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // OpenSSH sees to that itself
  }

  @Override
  public void shutdownOutput() throws IOException {
    tunnel.endOutput();
  }

  @Override
  public synchronized void close() throws IOException {
    tunnel.close();
    super.close();
  }
}
