package dev.seckill.consumer.certify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Who signs each tree beside the shop.
 *
 * @param file names them; null if nobody does
 * @param answerWait longest for a whole answer, and for what they know of a sale before this program signs it for the first time
 */
public record CosignerSettings(Path file, Duration answerWait) {

    public CosignerSettings {
        Objects.requireNonNull(answerWait, "answerWait");
    }
}
