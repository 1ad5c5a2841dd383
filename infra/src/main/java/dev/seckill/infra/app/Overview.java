package dev.seckill.infra.app;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What to look at and what to try with the API and the consumer.
 *
 * @param api where the API is, as {@code http://host:port}
 * @param apiAdmin where its metrics are
 * @param consumer where the consumer is
 * @param operator the token of whoever runs the sales
 * @param sample a sale that opens soon, or null
 */
record Overview(String api, String apiAdmin, String consumer, Token operator, SampleSale sample) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** Lines of text, each with a line end. */
    String text(ZoneId zone) {
        return pages(zone) + requests();
    }

    private String pages(ZoneId zone) {
        Table table = new Table("In a browser:", "");
        table.add("  " + api + "/", "the sales on offer");
        if (sample != null) {
            String opensAt = TIME.format(sample.opensAt().atZone(zone));
            table.add("  " + api + "/sales/" + sample.id(), "a sample sale, which opens at " + opensAt);
        }
        table.add("  " + api + "/console", "runs the sales; its token: " + operator.value());
        return table + "\n";
    }

    private String requests() {
        return String.format(Locale.ROOT, """
                  In another terminal:
                    curl -i -X POST %s/mock/mock     buy one; the header Order-Id tells which order
                    curl -i %s/health/ready          is the API ready?
                    curl -i %s/health/ready          is the consumer?
                    curl %s/metrics                  what the API counted
                    curl %s/metrics                  what the consumer counted
                  Plan a sale with the same token, and see %s/docs for what else there is:
                    curl -i -X PUT %s/api/sales/first -H 'Authorization: Bearer %s' \\
                      -H 'Content-Type: application/json' -d '{"name":"First sale","item":"car","allotment":10}'
                    curl -i %s/api/sales/first/orders -H 'Content-Type: application/json' -d '{"buyer":"ann"}'
                """, api, api, consumer, apiAdmin, consumer, api, api, operator.value(), api);
    }
}
