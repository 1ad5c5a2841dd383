package dev.seckill.infra.embedded;

import java.io.IOException;

/** Redis answered with an error; the message is Redis' own, such as {@code ERR unknown command}. */
public final class RedisErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    RedisErrorException(String message) {
        super(message);
    }
}
