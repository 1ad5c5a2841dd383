package dev.seckill.infra.app;

import java.nio.file.Path;
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
 * @param authority the certificate of the CA that has to be trusted, or null
 */
record Overview(String api, String apiAdmin, String consumer, Token operator, SampleSale sample, Path authority) {

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
        return table
                + (authority == null
                        ? "\n"
                        : "  A browser warns until it is told to trust the CA of this start: " + authority + "\n\n");
    }

    private String requests() {
        String curl = authority == null ? "curl" : "curl --cacert " + authority;
        return String.format(Locale.ROOT, """
                  In another terminal:
                    %5$s -i -X POST %1$s/mock/mock     buy one; the header Order-Id tells which order
                    %5$s -i %1$s/health/ready          is the API ready?
                    %5$s -i %2$s/health/ready          is the consumer?
                    curl %3$s/metrics                  what the API counted
                    %5$s %2$s/metrics                  what the consumer counted
                  Plan a sale with the same token, and see %1$s/docs for what else there is:
                    %5$s -i -X PUT %1$s/api/sales/first -H 'Authorization: Bearer %4$s' \\
                      -H 'Content-Type: application/json' -d '{"name":"First sale","item":"car","allotment":10}'
                    %5$s -i %1$s/api/sales/first/orders -H 'Content-Type: application/json' -d '{"buyer":"ann"}'
                """, api, consumer, apiAdmin, operator.value(), curl);
    }
}
