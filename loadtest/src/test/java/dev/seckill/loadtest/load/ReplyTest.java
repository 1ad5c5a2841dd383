package dev.seckill.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.BuyerOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "200 | [99]                | id | ACCEPTED | ~~",
                "200 | [0]                 | id | ACCEPTED | ~~",
                "202 | [7]                 | id | ACCEPTED | ~~",
                "200 | sold out!           | ~~ | SOLD_OUT | ~~",
                "503 | {\"title\":\"busy\"}| ~~ | REFUSED  | 503 {\"title\":\"busy\"}",
                "200 | [99]                | ~~ | FAILED   | 200 [99] without Order-Id",
                "201 | [99]                | id | FAILED   | 201 [99]",
                "202 | sold out!           | ~~ | FAILED   | 202 sold out!",
                "200 | sold out!           | id | FAILED   | 200 sold out!",
                "200 | [-1]                | id | FAILED   | 200 [-1]",
                "200 | hello               | id | FAILED   | 200 hello",
                "404 | ~~                  | ~~ | FAILED   | 404",
                "Read timed out | ~~       | ~~ | FAILED   | Read timed out",
            })
    void isReadAsABuyerWould(String status, String body, String orderId, BuyerOutcome outcome, String detail) {
        Reply reply = new Reply(status, body, orderId);

        assertThat(reply.outcome()).isEqualTo(outcome);
        assertThat(reply.detail()).isEqualTo(detail);
    }
}
