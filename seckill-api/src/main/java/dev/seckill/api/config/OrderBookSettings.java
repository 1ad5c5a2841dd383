package dev.seckill.api.config;

import dev.seckill.model.tls.ClientTls;
import java.net.URI;
import java.time.Duration;

/**
 * Where the order book is read.
 *
 * @param url address of the consumer, without a slash at its end
 * @param token the API's own for it
 * @param stepWait bound on each step: the connection, the beginning of a reply, each further part of it
 * @param max reads at once
 * @param reportWait bound on the beginning of a report or an audit, which the consumer has to make first
 * @param tls whom to trust where the address is one of HTTPS; null: whom the JVM trusts
 */
public record OrderBookSettings(URI url, Secret token, Duration stepWait, int max, Duration reportWait, ClientTls tls) {

    /** With whom the JVM trusts. */
    public OrderBookSettings(URI url, Secret token, Duration stepWait, int max, Duration reportWait) {
        this(url, token, stepWait, max, reportWait, null);
    }
}
