package dev.seckill.consumer.notify;

/** Who is told. Any number of threads. */
interface Shop {

    /** Tries once, within a bounded time. */
    Answer tell(Webhook webhook) throws InterruptedException;
}
