package dev.durward.platform.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/** The C library's functions that Java has no counterpart for. */
final class LinuxCalls {
  /** {@code CLONE_NEWNET} of sched.h. */
  static final int CLONE_NEWNET = 0x4000_0000;

  static {
    Native.register(LinuxCalls.class, "c");
  }

  private LinuxCalls() {}

  /** Loads the library now, and in the calling thread: JNA may start a thread of its own. */
  static void load() {}

  /** unshare(2). */
  static native int unshare(int flags) throws LastErrorException;

  /** signal(2). */
  static native NativeLong signal(int number, NativeLong handler);

  /** ioctl(2), of those requests that fill a buffer. */
  static native int ioctl(int descriptor, NativeLong request, byte[] buffer)
      throws LastErrorException;

  /** socket(2). */
  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  /** send(2). */
  static native NativeLong send(int socket, byte[] bytes, NativeLong length, int flags)
      throws LastErrorException;

  /** recv(2). */
  static native NativeLong recv(int socket, byte[] room, NativeLong length, int flags)
      throws LastErrorException;

  /** close(2). */
  static native int close(int descriptor) throws LastErrorException;
}
