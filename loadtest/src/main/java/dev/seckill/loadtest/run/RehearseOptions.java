package dev.seckill.loadtest.run;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where a rehearsal is played, and whom its buyers trust. */
final class RehearseOptions {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    @Option(
            names = "--rehearse",
            defaultValue = Option.NULL_VALUE,
            description = "Play the burst on the system at this address instead, http://host:port or https://host, as a"
                    + " sale of its own that no list shows to buyers and that is closed afterwards.")
    URI url;

    @Option(
            names = "--rehearse-ca",
            defaultValue = Option.NULL_VALUE,
            description = "The CA that signed that system's certificate, in PEM; none: those that Java trusts.")
    Path ca;

    private ClientTls tls;

    boolean isGiven() {
        return url != null;
    }

    /** Adds what a range cannot say, and reads the file. */
    void check(Problems problems) {
        if (url != null && !isAddress(url)) {
            problems.add("--rehearse: must be http://host:port or https://host:port and nothing more");
        }
        if (ca != null && url == null) {
            problems.add("--rehearse-ca: goes with --rehearse only");
        }
        tls = ClientTls.read(new NamedFile("--rehearse-ca", ca), problems);
    }

    private static boolean isAddress(URI url) {
        return url.getHost() != null
                && (url.getScheme().equals("http") || url.getScheme().equals("https"))
                && url.getRawUserInfo() == null
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    /** Asks that system; only when there are no problems. */
    HttpClient client() {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WAIT);
        if (tls != null) {
            client.sslContext(tls.context());
        }
        return client.build();
    }
}
