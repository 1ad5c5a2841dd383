/** Holds the order log against the order book, order id by order id, and stores what is missing. */
package dev.seckill.consumer.audit;
