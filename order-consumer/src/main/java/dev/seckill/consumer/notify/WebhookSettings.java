package dev.seckill.consumer.notify;

import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.parking.ParkingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How the shop is told.
 *
 * @param url where webhooks are sent
 * @param secrets what they are signed with
 * @param log how the order log is read, with a group of its own
 * @param parking where webhooks are parked
 * @param backlogMax webhooks that wait in memory; past it nothing is read
 * @param aheadMax messages of a partition read past one that is not delivered; past it the partition is not read
 * @param commitWait longest wait for a commit of offsets, and for requests under way at the end
 * @param delivery how one webhook is delivered
 */
public record WebhookSettings(
        URI url,
        WebhookSecrets secrets,
        OrderLogSettings log,
        ParkingSettings parking,
        int backlogMax,
        int aheadMax,
        Duration commitWait,
        DeliverySettings delivery) {

    /**
     * How one webhook is delivered.
     *
     * @param parallel requests at once
     * @param giveUp time after the first attempt at which it is parked
     * @param retryMin first wait between two attempts
     * @param retryMax longest such wait, also if the shop asks for a longer one
     * @param connectTimeout longest wait for a connection
     * @param requestTimeout longest wait for a whole reply
     * @param allowPrivate whether the address may be one of this machine or its own network
     */
    public record DeliverySettings(
            int parallel,
            Duration giveUp,
            Duration retryMin,
            Duration retryMax,
            Duration connectTimeout,
            Duration requestTimeout,
            boolean allowPrivate) {

        /** Requires every part. */
        public DeliverySettings {
            Objects.requireNonNull(giveUp, "giveUp");
            Objects.requireNonNull(retryMin, "retryMin");
            Objects.requireNonNull(retryMax, "retryMax");
            Objects.requireNonNull(connectTimeout, "connectTimeout");
            Objects.requireNonNull(requestTimeout, "requestTimeout");
        }
    }

    /** Requires every part. */
    public WebhookSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(secrets, "secrets");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(parking, "parking");
        Objects.requireNonNull(commitWait, "commitWait");
        Objects.requireNonNull(delivery, "delivery");
    }

    /** The path may be a secret, so only where it leads to is told. */
    @Override
    public String toString() {
        return "WebhookSettings[url=" + url.getScheme() + "://" + url.getRawAuthority() + "/…, secrets=" + secrets
                + ", log=" + log + ", parking=" + parking + ", backlogMax=" + backlogMax + ", aheadMax=" + aheadMax
                + ", commitWait=" + commitWait + ", delivery=" + delivery + "]";
    }
}
