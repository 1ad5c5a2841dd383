package dev.seckill.api.config;

import dev.seckill.model.settings.PasswordFile;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where the order book is read, for those who ask here. */
final class OrderBookOptions {

    private static final Pattern TOKEN = Pattern.compile("(?=.{16,512}$)[A-Za-z0-9._~+/-]+=*");

    @Option(
            names = "--order-book",
            defaultValue = "${env:ORDER_BOOK_URL:-" + Option.NULL_VALUE + "}",
            description =
                    "Address of the consumer, as http://host:port or https://…, to which reads of orders, journals"
                            + " and reports are passed on; none: there are no routes for them.")
    String url;

    @Option(
            names = "--order-book-ca",
            defaultValue = "${env:ORDER_BOOK_CA:-" + Option.NULL_VALUE + "}",
            description =
                    "PEM file of the CA that signed the consumer's certificate, for https://; none: those that the"
                            + " JVM trusts.")
    Path ca;

    @Option(
            names = "--order-book-token",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:ORDER_BOOK_TOKEN:-" + Option.NULL_VALUE + "}",
            description = "The API's own token for the consumer, one of its READ_TOKENS without the name; only as the"
                    + " variable.")
    String token;

    @Option(
            names = "--order-book-token-file",
            defaultValue = "${env:ORDER_BOOK_TOKEN_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of 1 to 1024 bytes that holds that token; it wins over the variable.")
    Path tokenFile;

    @Option(
            names = "--order-book-wait",
            defaultValue = "${env:ORDER_BOOK_WAIT:-5s}",
            description = "Bound on connecting to the consumer, on the beginning of its reply and on each further part"
                    + " of it; past it 503, or the reply breaks off. [10ms..10m]")
    Duration wait;

    @Option(
            names = "--order-book-max",
            defaultValue = "${env:ORDER_BOOK_MAX:-16}",
            description = "Reads passed on at once, each with a thread of the HTTP server; at most half of"
                    + " --http-threads; past it 503. [1..500]")
    int max;

    @Option(
            names = "--order-book-report-wait",
            defaultValue = "${env:ORDER_BOOK_REPORT_WAIT:-90s}",
            description = "Bound on the beginning of a report or an audit, which the consumer has to make first; past"
                    + " it 503. [100ms..1h]")
    Duration reportWait;

    /** The settings; null if there is no such address, or a problem was added. */
    OrderBookSettings toSettings(HttpOptions http, Problems problems) {
        if (url == null || url.isBlank()) { // an empty variable is how a compose file leaves it out
            return null;
        }
        if (2 * max > http.httpThreads) {
            problems.add("--order-book-max (ORDER_BOOK_MAX): " + max + " is more than half of --http-threads");
        }
        URI address = address();
        if (address == null) {
            problems.add("--order-book (ORDER_BOOK_URL): is not http://host:port or https://host:port, with a path or"
                    + " without, and nothing else");
        }
        Secret secret = secret(problems);
        ClientTls tls = ClientTls.read(new NamedFile("--order-book-ca (ORDER_BOOK_CA)", ca), problems);
        if (tls != null && address != null && !"https".equalsIgnoreCase(address.getScheme())) {
            problems.add("--order-book-ca (ORDER_BOOK_CA): is of no use, since --order-book is not https://");
        }
        return address == null || secret == null
                ? null
                : new OrderBookSettings(address, secret, wait, max, reportWait, tls);
    }

    /** Null if it is none. */
    private URI address() {
        try {
            URI address = URI.create(url.replaceFirst("/$", ""));
            boolean isHttp =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            boolean isPlain = address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
            return isHttp && isPlain && address.getHost() != null && address.getPort() <= 65_535 ? address : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Secret secret(Problems problems) {
        String text = token;
        String setting = "--order-book-token (ORDER_BOOK_TOKEN)";
        if (tokenFile != null) {
            setting = "--order-book-token-file (ORDER_BOOK_TOKEN_FILE)";
            try {
                text = PasswordFile.read(tokenFile);
            } catch (IllegalArgumentException e) {
                problems.add(setting + ": '" + tokenFile + "' is not a " + PasswordFile.RULE + " that can be read");
                return null;
            }
        }
        if (text == null) {
            problems.add(setting + ": --order-book needs one");
            return null;
        }
        if (!TOKEN.matcher(text).matches()) {
            problems.add(setting + ": is not 16 to 512 of A-Z a-z 0-9 . _ ~ + / - and = at the end");
            return null;
        }
        return new Secret(text);
    }
}
