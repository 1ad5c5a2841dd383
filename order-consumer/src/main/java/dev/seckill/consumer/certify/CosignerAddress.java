package dev.seckill.consumer.certify;

import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import java.net.URI;
import java.util.Objects;

/**
 * A cosigner, as whoever runs it has told.
 *
 * @param key what it signs with
 * @param url where it listens, without the path of a request
 */
public record CosignerAddress(NoteKey key, URI url) {

    /** @throws IllegalArgumentException if it can't be asked, or its signatures have no time */
    public CosignerAddress {
        Objects.requireNonNull(key, "key");
        if (key.type() != KeyType.COSIGNATURE) {
            throw new IllegalArgumentException("the key is no cosigner's");
        }
        boolean fits = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!fits) {
            throw new IllegalArgumentException("the address must be http://host[:port][/path] or https://");
        }
    }
}
