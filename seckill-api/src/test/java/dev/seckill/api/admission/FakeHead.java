package dev.seckill.api.admission;

import java.util.List;
import java.util.Map;

/** The head of a request that nobody sent. */
record FakeHead(String peer, Map<String, List<String>> headers) implements RequestHead {

    static FakeHead from(String peer) {
        return new FakeHead(peer, Map.of());
    }

    static FakeHead from(String peer, String... forwardedFor) {
        return new FakeHead(peer, Map.of("X-Forwarded-For", List.of(forwardedFor)));
    }

    @Override
    public List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }
}
