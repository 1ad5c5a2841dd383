package dev.seckill.model.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The identity of a server in its files: what they hold now takes the place of what they held before, if it is good: a certificate that is over takes no other one's place. Looked at by one thread.
 */
public final class IdentityFiles {

    private final ServerTls files;
    private final Clock clock;
    private Identity current;
    private String trouble;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if they cannot be; its message names the file
     */
    public IdentityFiles(ServerTls files, Clock clock) {
        this.files = files;
        this.clock = clock;
        this.current = read();
    }

    /** What was good last. */
    public Identity current() {
        return current;
    }

    /**
     * Looks at the files again.
     *
     * @return what they hold, if it is another one than before and good
     * @throws IllegalArgumentException if it is not good; only for the first time in a row that it is so for this reason
     */
    public Optional<Identity> look() {
        Identity read;
        try {
            read = read();
            boolean isNew = !read.chain().equals(current.chain());
            doubt(read).filter(doubt -> isNew).ifPresent(doubt -> {
                throw new IllegalArgumentException(doubt);
            });
        } catch (IllegalArgumentException e) {
            boolean isKnown = e.getMessage().equals(trouble);
            trouble = e.getMessage();
            if (isKnown) {
                return Optional.empty();
            }
            throw e;
        }
        trouble = null;
        if (read.chain().equals(current.chain())) {
            return Optional.empty();
        }
        current = read;
        return Optional.of(read);
    }

    private Identity read() {
        List<X509Certificate> chain = named(
                files.certificate(), () -> PemFile.read(files.certificate()).certificates());
        Identity read = named(
                files.key(), () -> new Identity(chain, PemFile.read(files.key()).key()));
        named(files.certificate(), read::keyStore); // which no certificates in disorder make
        return read;
    }

    private static <T> T named(Path file, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + file + "' " + e.getMessage(), e);
        }
    }

    /** Why nobody will trust what is current; empty as a rule. */
    public Optional<String> doubt() {
        return doubt(current);
    }

    private Optional<String> doubt(Identity identity) {
        X509Certificate certificate = identity.certificate();
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("'" + files.certificate() + "' has expired on "
                    + certificate.getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("'" + files.certificate() + "' is not valid before "
                    + certificate.getNotBefore().toInstant());
        }
        return Optional.empty();
    }
}
