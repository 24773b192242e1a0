package dev.durward.probe.tls.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Collectors;

/** A file of certificates, PEM, that are trusted in place of those of this host. */
public final class TrustFile {
  /** A hundred times what all public roots take. */
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  private TrustFile() {}

  /**
   * Reads it.
   *
   * @return at least one
   * @throws IOException if it can't be read; its message says why, without the file's name
   */
  public static Set<X509Certificate> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(MOST_BYTES);
      Set<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .collect(Collectors.toUnmodifiableSet());
      if (certificates.isEmpty()) {
        throw new IOException("there is no certificate in it");
      }
      return certificates;
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (CertificateException e) {
      throw new IOException("it has something else in it than certificates", e);
    }
  }
}
