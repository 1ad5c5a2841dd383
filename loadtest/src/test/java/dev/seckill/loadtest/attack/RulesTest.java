package dev.seckill.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.attack.RawRequest.Demand;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final Victim API = new Victim("the API", 1, true);
    private static final Map<String, String> PROBLEM = Map.of("content-type", "application/problem+json");

    @Test
    void takeAnOrderOnlyForARequestThatMayBuy() {
        RawReply order = new RawReply(200, Map.of("order-id", "x"), "[9]");

        assertThat(Rules.broken(API, RawRequest.purchase("k"), order)).isEmpty();
        assertThat(Rules.broken(API, request(Demand.NO_PURCHASE), order))
                .containsExactly("the API gave an order to: it");
        assertThat(Rules.broken(API, request(Demand.REFUSED), order))
                .containsExactly("the API gave a 200 instead of a refusal to: it", "the API gave an order to: it");
    }

    @Test
    void takeA503OnlyWithATimeToComeAgain() {
        RawReply bare = new RawReply(503, PROBLEM, "");
        RawReply intended =
                new RawReply(503, Map.of("content-type", "application/problem+json", "retry-after", "1"), "");

        assertThat(Rules.broken(API, request(Demand.MAY_BUY), intended)).isEmpty();
        assertThat(Rules.broken(API, request(Demand.MAY_BUY), bare)).containsExactly("the API gave a 503 to: it");
        assertThat(Rules.broken(API, RawRequest.get("/health/ready"), bare)).isEmpty();
    }

    @Test
    void takeNoFailure() {
        assertThat(Rules.broken(API, request(Demand.MAY_BUY), new RawReply(500, PROBLEM, "")))
                .containsExactly("the API gave a 500 to: it");
        assertThat(Rules.broken(API, request(Demand.MAY_BUY), new RawReply(505, PROBLEM, "")))
                .isEmpty();
    }

    @Test
    void takeRefusalsOnlyInTheDocumentedForm() {
        RawReply page = new RawReply(404, Map.of("content-type", "text/html"), "");

        assertThat(Rules.broken(API, request(Demand.MAY_BUY), page))
                .containsExactly("the API gave a 404 that is no application/problem+json to: it");
        assertThat(Rules.broken(new Victim("the consumer", 2, false), request(Demand.MAY_BUY), page))
                .isEmpty();
    }

    private static RawRequest request(Demand demand) {
        return new RawRequest("it", "POST / HTTP/1.1\r\n\r\n", true, demand, false, null);
    }
}
