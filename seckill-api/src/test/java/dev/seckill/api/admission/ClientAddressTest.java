package dev.seckill.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressTest {

    @Test
    void withoutProxiesNobodyIsBelievedWhoSaysWhereHeComesFrom() {
        assertThat(new ClientAddress(0).of(FakeCaller.from("10.0.0.1", "1.2.3.4")))
                .isEqualTo(Address.parse("10.0.0.1"));
    }

    @Test
    void theAddressIsCountedFromTheRightOverAllLines() {
        FakeCaller caller = FakeCaller.from("10.0.0.1", "6.6.6.6, 1.1.1.1", "2.2.2.2,3.3.3.3");

        assertThat(new ClientAddress(1).of(caller)).isEqualTo(Address.parse("3.3.3.3"));
        assertThat(new ClientAddress(2).of(caller)).isEqualTo(Address.parse("2.2.2.2"));
        assertThat(new ClientAddress(3).of(caller)).isEqualTo(Address.parse("1.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.1.1.1", "unknown, 1.1.1.1", "localhost, 1.1.1.1", "999.1.1.1, 1.1.1.1"})
    void whoDidNotComeThroughAllProxiesIsWhoIsConnected(String forwardedFor) {
        assertThat(new ClientAddress(2).of(FakeCaller.from("10.0.0.1", forwardedFor)))
                .isEqualTo(Address.parse("10.0.0.1"));
    }

    @Test
    void whoIsGoneByNowHasAnAddressAllTheSame() {
        assertThat(new ClientAddress(0).of(FakeCaller.from(null))).isNotNull();
        assertThat(new ClientAddress(1).of(FakeCaller.from(null, "x"))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4,            1.2.3.4:5678",
        "1.2.3.4,            ::ffff:1.2.3.4",
        "2001:db8:1:2::1,    2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::1,    [2001:db8:1:2::3]:5678",
        "fe80::1,            fe80::2%eth0",
        "::1,                [0:0:0:0:0:0:0:1]"
    })
    void theseAreOne(String one, String same) {
        assertThat(Address.parse(one)).isNotNull().isEqualTo(Address.parse(same));
    }

    @Test
    void twoNetworksAreTwo() {
        assertThat(Address.parse("2001:db8:1:2::1")).isNotEqualTo(Address.parse("2001:db8:1:3::1"));
        assertThat(Address.parse("0.0.0.0")).isNotEqualTo(Address.parse("::"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "abc.de",
                "1234",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                "a:b",
                "1::2::3",
                ":::",
                "[",
                "1.2.3.4:",
                "<script>",
                "1:2:3:4:5:6:7:8:9",
                ".::",
                "..::..",
                ".:a:b"
            })
    void theseAreNone(String text) {
        assertThat(Address.parse(text)).isNull();
    }
}
