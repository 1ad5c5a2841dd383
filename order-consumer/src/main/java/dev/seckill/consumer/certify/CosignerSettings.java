package dev.seckill.consumer.certify;

import dev.seckill.model.tls.ClientTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Who signs each tree beside the shop.
 *
 * @param file names them; null if nobody does
 * @param tls whom to trust where an address begins with https://; null: whom the JVM trusts
 * @param answerWait longest for a whole answer, and for what they know of a sale before this program signs it for the first time
 */
public record CosignerSettings(Path file, ClientTls tls, Duration answerWait) {

    public CosignerSettings {
        Objects.requireNonNull(answerWait, "answerWait");
    }
}
