package dev.durward.probe.tls.conversation;

import java.util.Optional;

/** What came after an HTTP request. */
public sealed interface HttpAnswer permits HttpAnswer.Response, Speech, Trouble {
  /**
   * The head of a response; its body is not read.
   *
   * @param status the status code
   * @param location where it redirects to, as written there
   * @param transportSecurity the header Strict-Transport-Security, RFC 6797
   */
  record Response(int status, Optional<String> location, Optional<String> transportSecurity)
      implements HttpAnswer {
    /** Whether a client is told to ask elsewhere, RFC 9110 section 15.4. */
    public boolean isRedirect() {
      return location.isPresent()
          && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
    }

    /** {@code 301 to https://www.example.com/}. */
    @Override
    public String toString() {
      return status
          + (isRedirect() ? " to " + location.orElseThrow() : "")
          + transportSecurity.map(value -> ", HSTS " + value).orElse("");
    }
  }
}
