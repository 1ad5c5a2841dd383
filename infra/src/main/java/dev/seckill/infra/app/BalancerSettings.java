package dev.seckill.infra.app;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What HAProxy is told: buyers' requests go in turn to the APIs that are ready, reads of the order book to the consumers that
 * are.
 *
 * @param shopPort where buyers connect
 * @param apis the ports of the APIs
 * @param orderBookPort where the APIs ask for the order book
 * @param consumers the ports of the consumers
 */
public record BalancerSettings(int shopPort, List<Integer> apis, int orderBookPort, List<Integer> consumers) {

    /** Copies the lists. */
    public BalancerSettings {
        apis = List.copyOf(apis);
        consumers = List.copyOf(consumers);
    }

    /** The file of settings, for HAProxy 2.4 or newer. */
    String text() {
        return String.format(
                Locale.ROOT, """
                global
                    log stdout format raw local0 notice

                defaults
                    mode http
                    log global
                    balance roundrobin

                    # One that is not ready gets no request from the second look on, which is within a second.
                    option httpchk
                    http-check send meth GET uri /health/ready ver HTTP/1.1 hdr Host localhost
                    http-check expect status 200
                    default-server check inter 500ms fastinter 250ms fall 2 rise 1
                    timeout check 2s

                    # Each request has a connection of its own to the server. One that was kept could be closed at
                    # the moment at which a request is sent on it, and nobody would know whether it was taken.
                    option http-server-close

                    # A server that does not take the connection did not get the request: another one does.
                    # One that closes it without a reply may have: only what may be sent twice is sent again (below).
                    # That takes a request which is here as a whole before it goes on.
                    option http-buffer-request
                    retries 2
                    option redispatch 1
                    retry-on conn-failure empty-response

                    # Longer than the longest answer, a report; a live stream has a comment more often.
                    timeout server 100s
                    timeout client 100s
                    timeout connect 1s
                    timeout queue 1s
                    timeout http-request 10s
                    timeout http-keep-alive 60s

                    http-error status 503 content-type application/problem+json string \
                '{"type":"about:blank","title":"Service Unavailable","status":503}' hdr Retry-After 1
                    http-error status 502 content-type application/problem+json string \
                '{"type":"about:blank","title":"Bad Gateway","status":502}' hdr Retry-After 1
                    http-error status 504 content-type application/problem+json string \
                '{"type":"about:blank","title":"Gateway Timeout","status":504}' hdr Retry-After 1

                frontend shop
                    bind 127.0.0.1:%1$d
                    # What a client says of its own address does not count: the API takes the last entry (--proxies 1).
                    http-request set-header X-Forwarded-For %%[src]
                    http-request disable-l7-retry unless METH_GET or { req.hdr(Idempotency-Key) -m found }
                    # A sale that stands makes an API not ready. Where none is, all that live are asked: they know
                    # which sale stands, and the others, the pages and the reads go on.
                    use_backend apis_alive if { nbsrv(apis) eq 0 }
                    default_backend apis

                backend apis
                %2$s
                backend apis_alive
                    http-check send meth GET uri /health/live ver HTTP/1.1 hdr Host localhost
                    http-check expect status 200
                %2$s
                frontend order_book
                    bind 127.0.0.1:%3$d
                    http-request disable-l7-retry unless METH_GET
                    default_backend consumers

                backend consumers
                %4$s""", shopPort, servers("api", apis), orderBookPort, servers("consumer", consumers));
    }

    private static String servers(String name, List<Integer> ports) {
        return IntStream.range(0, ports.size())
                .mapToObj(i -> String.format(Locale.ROOT, "    server %s-%d 127.0.0.1:%d%n", name, i + 1, ports.get(i)))
                .collect(Collectors.joining());
    }
}
