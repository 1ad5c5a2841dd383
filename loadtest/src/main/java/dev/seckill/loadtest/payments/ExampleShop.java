package dev.seckill.loadtest.payments;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * A shop as it may stand behind a sale: hears of each order by a webhook, and has it paid. Now and then it fails, as shops do; then
 * it is told again. Thread-safe.
 */
public final class ExampleShop implements AutoCloseable {

    private static final String ACCEPTED = "order.accepted";

    private final WebhookInbox inbox = new WebhookInbox();
    private final PaymentDesk desk;
    private final WebhookServer server;

    /**
     * Opens.
     *
     * @param secrets what the webhooks are signed with
     * @param failing how many of a hundred webhooks the shop fails to take
     * @param seed what its failures are drawn from
     */
    public ExampleShop(List<String> secrets, PaymentDesk desk, int failing, long seed, Clock clock) {
        this.desk = desk;
        Random random = new Random(seed);
        BooleanSupplier fails = () -> {
            synchronized (random) {
                return random.nextInt(100) < failing;
            }
        };
        this.server = new WebhookServer(new WebhookSignature(secrets), inbox, fails, this::hear, clock);
    }

    private void hear(Webhook webhook) {
        String heldUntil = webhook.data().path("heldUntil").asText("");
        if (webhook.type().equals(ACCEPTED) && !heldUntil.isEmpty()) {
            desk.accepted(webhook.orderId(), Instant.parse(heldUntil));
        }
    }

    /** Where it wants to be told. */
    public URI url() {
        return server.url();
    }

    /** What it was told. */
    public WebhookInbox inbox() {
        return inbox;
    }

    /** Where its orders are paid. */
    public PaymentDesk desk() {
        return desk;
    }

    @Override
    public void close() {
        server.close();
        desk.close();
    }
}
