package dev.seckill.consumer.notify;

import dev.seckill.consumer.notify.Answer.End;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.model.log.Reason;
import dev.seckill.model.trace.TraceParent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Tells the shop by POST. The name in its URL is looked up for each attempt, each address is looked at, and the request goes
 * to one of those addresses itself: between the look and the connection nobody can put another one behind the name. The name
 * stands in the header {@code Host}, and a certificate must be of that name.
 */
final class HttpShop implements Shop, AutoCloseable {

    private static final String RESTRICTED_HEADERS = "jdk.httpclient.allowRestrictedHeaders";
    private static final int RETRY_AFTER_DIGITS = 9;
    private static final int HTTP_GONE = 410;

    static {
        allowHostHeader();
    }

    private final URI url;
    private final WebhookSecrets secrets;
    private final DeliverySettings settings;
    private final Resolver resolver;
    private final Clock clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, HttpShop::daemon);
    private final HttpClient http;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** One that asks the system for addresses and trusts whom Java trusts. */
    static HttpShop open(WebhookSettings settings) {
        try {
            return new HttpShop(settings, InetAddress::getAllByName, Clock.systemUTC(), SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java knows no TLS", e);
        }
    }

    HttpShop(WebhookSettings settings, Resolver resolver, Clock clock, SSLContext tls) {
        this.url = settings.url();
        this.secrets = settings.secrets();
        this.settings = settings.delivery();
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(this.settings.connectTimeout())
                .executor(threads)
                .sslContext(tls)
                .sslParameters(ofName(url.getHost()))
                .build();
    }

    /** The JDK's client reads it once, when the first of the program is made. */
    static void allowHostHeader() {
        System.setProperty(RESTRICTED_HEADERS, "host");
    }

    @Override
    public Answer tell(Webhook webhook) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> sent;
        try {
            sent = http.sendAsync(request(webhook, address()), head -> new BoundedReply());
        } catch (UnknownHostException e) {
            return Answer.failed("there is no address for " + url.getHost());
        } catch (RefusedAddressException e) {
            return Answer.failed(e.getMessage());
        }
        try {
            return answer(sent.get(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return Answer.failed(e.getCause().getClass().getSimpleName() + ": " + Reason.of(e.getCause()));
        } catch (TimeoutException e) {
            return Answer.failed("no whole reply within " + settings.requestTimeout());
        } finally {
            sent.cancel(true); // closes the connection of one that is not over
        }
    }

    /** What is under way fails. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One of those that may be connected to; another attempt may try another one. */
    private InetAddress address() throws UnknownHostException, RefusedAddressException {
        InetAddress[] found = resolver.addresses(url.getHost());
        List<InetAddress> allowed = Stream.of(found)
                .filter(address -> settings.allowPrivate() || PublicAddress.is(address))
                .toList();
        if (allowed.isEmpty()) {
            throw new RefusedAddressException(found[0]);
        }
        return allowed.get(ThreadLocalRandom.current().nextInt(allowed.size()));
    }

    private HttpRequest request(Webhook webhook, InetAddress address) {
        long now = clock.instant().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(at(address))
                .timeout(settings.requestTimeout())
                .header("Host", url.getRawAuthority())
                .header("Content-Type", "application/json")
                .header("User-Agent", "seckill-webhooks")
                .header("webhook-id", webhook.id())
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", secrets.sign(webhook.id(), now, webhook.body()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()));
        if (webhook.trace() != null) {
            request.header(TraceParent.HEADER, webhook.trace().toString());
        }
        return request.build();
    }

    /** The URL with the address in place of the name. */
    private URI at(InetAddress address) {
        String literal = address.getHostAddress();
        String host = literal.contains(":") ? "[" + literal + "]" : literal;
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(url.getScheme() + "://" + host + port + path + query);
    }

    private Answer answer(HttpResponse<Void> reply) {
        int status = reply.statusCode();
        if (status / 100 == 2) {
            return Answer.delivered();
        }
        String detail = "status " + status + (status / 100 == 3 ? ", and redirects are not followed" : "");
        Duration retryAfter =
                reply.headers().firstValue("Retry-After").map(HttpShop::seconds).orElse(Duration.ZERO);
        return new Answer(status == HTTP_GONE ? End.GONE : End.FAILED, detail, retryAfter);
    }

    /** The header may name a date instead; then the usual wait has to do. */
    private static Duration seconds(String retryAfter) {
        boolean number = retryAfter.matches("\\d{1," + RETRY_AFTER_DIGITS + "}");
        return number ? Duration.ofSeconds(Long.parseLong(retryAfter)) : Duration.ZERO;
    }

    /** A certificate is held against the name, although the connection goes to an address. */
    private static SSLParameters ofName(String host) {
        SSLParameters parameters = new SSLParameters();
        boolean isAddress = host.startsWith("[") || host.matches("[0-9.]+");
        if (!isAddress) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        return parameters;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "webhook-http");
        thread.setDaemon(true);
        return thread;
    }

    /** The name leads to where webhooks must not go. */
    private static final class RefusedAddressException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedAddressException(InetAddress address) {
            super("the shop's address " + address.getHostAddress()
                    + " is one of this machine or its own network: --webhook-allow-private lets it be");
        }
    }
}
