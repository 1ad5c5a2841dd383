package dev.seckill.model.tls;

import dev.seckill.model.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a server shows: two files that somebody may replace while it runs.
 *
 * @param certificate PEM, the own one first, then its issuers'
 * @param key PEM, that of the own certificate
 * @param reload how often the files are looked at
 */
public record ServerTls(Path certificate, Path key, Duration reload) {

    public ServerTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(reload, "reload");
    }

    /**
     * Of the files that settings name, which are read once to see whether they can be.
     *
     * @return null if none is given, or a problem was added
     */
    public static ServerTls read(NamedFile certificate, NamedFile key, Duration reload, Problems problems) {
        if (ClientTls.read(new NamedFile("", null), certificate, key, problems) == null) {
            return null;
        }
        return new ServerTls(certificate.path(), key.path(), reload);
    }
}
