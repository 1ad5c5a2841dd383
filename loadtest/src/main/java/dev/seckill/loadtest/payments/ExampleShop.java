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
    private final WebhookServer server;
    private volatile PaymentDesk desk;

    /**
     * Opens.
     *
     * @param secrets what the webhooks are signed with
     * @param failing how many of a hundred webhooks the shop fails to take
     * @param seed what its failures are drawn from
     */
    public ExampleShop(List<String> secrets, int failing, long seed, Clock clock) {
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
        PaymentDesk open = desk;
        if (open != null && webhook.type().equals(ACCEPTED) && !heldUntil.isEmpty()) {
            open.accepted(webhook.orderId(), Instant.parse(heldUntil));
        }
    }

    /** Has orders paid there from now on. */
    public void paysAt(PaymentDesk opened) {
        desk = opened;
    }

    /** Where it wants to be told. */
    public URI url() {
        return server.url();
    }

    /** What it was told. */
    public WebhookInbox inbox() {
        return inbox;
    }

    @Override
    public void close() {
        server.close();
    }
}
