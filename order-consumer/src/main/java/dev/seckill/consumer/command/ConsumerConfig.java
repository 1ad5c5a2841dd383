package dev.seckill.consumer.command;

import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.consumer.http.HttpSettings;
import dev.seckill.consumer.http.ReadSettings;
import dev.seckill.consumer.loop.LoopSettings;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.notify.WebhookSettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.trace.TraceExport;
import java.time.Duration;

/**
 * The whole configuration.
 *
 * @param webhooks how the shop is told; null if there is none to tell
 * @param traces where spans are sent; null: nothing is traced
 * @param certify how sales are certified; null if none is
 * @param retryMin first wait between two attempts while something is away
 * @param retryMax longest such wait
 * @param stalledAfter age of the loop's last turn at which the program counts as dead
 * @param shutdownWait longest wait from the end of the drain to the end
 * @param drain how long work goes on after SIGTERM
 */
public record ConsumerConfig(
        OrderLogSettings kafka,
        MySqlSettings mysql,
        ParkingSettings parking,
        HttpSettings http,
        ReadSettings reads,
        LoopSettings loop,
        WebhookSettings webhooks,
        TraceExport traces,
        CertifySettings certify,
        Duration retryMin,
        Duration retryMax,
        Duration stalledAfter,
        Duration shutdownWait,
        Duration drain) {}
