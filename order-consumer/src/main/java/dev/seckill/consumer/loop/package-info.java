/** The loop from the order log to the order book. */
package dev.seckill.consumer.loop;
