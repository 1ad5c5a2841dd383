package dev.seckill.api.admission;

import java.util.List;
import java.util.Map;

/** Whoever a test wants. */
record FakeCaller(String peer, Map<String, List<String>> headers) implements Caller {

    static FakeCaller from(String peer) {
        return new FakeCaller(peer, Map.of());
    }

    static FakeCaller from(String peer, String... forwardedFor) {
        return new FakeCaller(peer, Map.of("X-Forwarded-For", List.of(forwardedFor)));
    }

    @Override
    public List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }
}
