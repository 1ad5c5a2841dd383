package dev.seckill.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TcpCountersTest {

    @Test
    void areFoundByNameInTheirSection() {
        TcpCounters counters = TcpCounters.of(List.of(
                "TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPSynRetrans",
                "TcpExt: 1 2 4 3",
                "IpExt: InNoRoutes TCPSynRetrans",
                "IpExt: 8 9"));

        assertThat(counters).isEqualTo(new TcpCounters(3, 2, 4));
        assertThat(counters.since(new TcpCounters(1, 2, 3))).isEqualTo(new TcpCounters(2, 0, 1));
    }

    @Test
    void areNoNumbersWhereTheSystemDoesNotSay() {
        assertThat(TcpCounters.of(List.of())).isEqualTo(new TcpCounters(Double.NaN, Double.NaN, Double.NaN));
    }
}
