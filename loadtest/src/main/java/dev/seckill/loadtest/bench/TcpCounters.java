package dev.seckill.loadtest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the system has counted about new connections so far, of all programs together; see the Linux documentation of
 * {@code /proc/net/netstat}, section TcpExt.
 *
 * @param repeatedSyns SYNs that nobody answered in time, so that they were sent again; NaN where the system does not say
 * @param overflows new connections that found an accept queue full; NaN where the system does not say
 * @param drops new connections that a listening socket lost for whatever reason, these among them; NaN likewise
 */
record TcpCounters(double repeatedSyns, double overflows, double drops) {

    private static final Path NETSTAT = Path.of("/proc/net/netstat");
    private static final String SECTION = "TcpExt:";

    static TcpCounters now() {
        if (!Files.isReadable(NETSTAT)) {
            return of(List.of());
        }
        try {
            return of(Files.readAllLines(NETSTAT));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + NETSTAT, e);
        }
    }

    /** Of lines in pairs: names, then values, each beginning with its section. */
    static TcpCounters of(List<String> lines) {
        Map<String, Double> values = new HashMap<>();
        for (int index = 0; index + 1 < lines.size(); index += 2) {
            if (lines.get(index).startsWith(SECTION)) {
                String[] names = lines.get(index).split(" ");
                String[] numbers = lines.get(index + 1).split(" ");
                for (int column = 1; column < Math.min(names.length, numbers.length); column++) {
                    values.put(names[column], Double.valueOf(numbers[column]));
                }
            }
        }
        return new TcpCounters(
                values.getOrDefault("TCPSynRetrans", Double.NaN),
                values.getOrDefault("ListenOverflows", Double.NaN),
                values.getOrDefault("ListenDrops", Double.NaN));
    }

    /** What came since an earlier look. */
    TcpCounters since(TcpCounters earlier) {
        return new TcpCounters(
                repeatedSyns - earlier.repeatedSyns, overflows - earlier.overflows, drops - earlier.drops);
    }
}
