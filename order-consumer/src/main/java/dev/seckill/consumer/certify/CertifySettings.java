package dev.seckill.consumer.certify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How sales are certified.
 *
 * @param keys the directory with the shop's keys
 * @param proofs the directory that strangers read
 * @param every how often it is looked whether something changed
 */
public record CertifySettings(Path keys, Path proofs, Duration every) {

    public CertifySettings {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(proofs, "proofs");
        Objects.requireNonNull(every, "every");
    }
}
