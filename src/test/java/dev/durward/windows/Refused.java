package dev.durward.windows;

/** What netsh is known to refuse, with the message that it prints before its usage. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Message message;

  Refused(Message message, String why) {
    super(why);
    this.message = message;
  }

  Message message() {
    return message;
  }
}
