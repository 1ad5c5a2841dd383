package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.load.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyKindTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | [99] | id | false | ACCEPTED",
                "202 | [99] | id | false | PENDING",
                "200 | [99] | id | true | REPLAYED",
                "202 | [99] | id | true | REPLAYED",
                "200 | sold out! | '' | false | SOLD_OUT",
                "503 | busy | '' | false | REFUSED",
                "HttpTimeoutException | '' | '' | false | NO_REPLY",
                "500 | oops | '' | false | STRANGE",
                "400 | bad key | '' | false | STRANGE",
                "200 | [99] | '' | false | STRANGE"
            })
    void isToldFromTheReply(String status, String body, String orderId, boolean replayed, ReplyKind kind) {
        assertThat(ReplyKind.of(new Reply(status, body, orderId), replayed)).isEqualTo(kind);
    }
}
