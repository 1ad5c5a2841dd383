package dev.seckill.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JtlReaderTest {

    /** As JMeter 5.6.3 writes it, with one row of every kind. */
    private static final String FILE = """
            timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,\
            sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect,"orderId","reply"
            1795375926133,24,buy 1 car,200,OK,buyer 1-44,,true,,163,211,50,50,http://localhost/m,24,0,14,id-1,[90]
            1795375926134,25,buy 1 car,200,OK,buyer 1-45,,true,,120,211,3,3,http://localhost/m,25,0,1,,sold out!
            1795375926135,26,buy 1 car,503,Service Unavailable,buyer 1-46,,false,"Test failed: code expected, but
            ****** received  : [[[503]]]
            ",120,211,1,1,http://localhost/m,2,0,1,,"{""title"":""busy"",""status"":503}"
            1795375926136,27,buy 1 car,Non HTTP response code: java.net.SocketTimeoutException,Non HTTP response \
            message: Read timed out,buyer 1-47,text,false,,2500,0,1,1,http://localhost/m,0,0,1,,
            """;

    @Test
    void readsEveryKindOfReply() {
        List<Answer> answers = new JtlReader().read(FILE);

        assertThat(answers)
                .containsExactly(
                        answer("buyer 1-44", BuyerOutcome.ACCEPTED, "id-1", 0, ""),
                        answer("buyer 1-45", BuyerOutcome.SOLD_OUT, null, 1, ""),
                        answer("buyer 1-46", BuyerOutcome.REFUSED, null, 2, "503 {\"title\":\"busy\",\"status\":503}"),
                        answer(
                                "buyer 1-47",
                                BuyerOutcome.FAILED,
                                null,
                                3,
                                "Non HTTP response message: Read timed out"));
    }

    @Test
    void refusesAFileWithoutOrderIds() {
        assertThatThrownBy(() -> new JtlReader().read(FILE.replace("\"orderId\"", "\"other\"")))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("no column orderId");
    }

    @Test
    void refusesARowThatIsCutOff() {
        assertThatThrownBy(() -> new JtlReader().read(FILE + "1795375926133,24\n"))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("[1795375926133, 24]");
    }

    private static Answer answer(String buyer, BuyerOutcome outcome, String orderId, int number, String detail) {
        return new Answer(
                buyer,
                outcome,
                orderId,
                Instant.ofEpochMilli(1795375926133L + number),
                Duration.ofMillis(24L + number),
                detail);
    }
}
