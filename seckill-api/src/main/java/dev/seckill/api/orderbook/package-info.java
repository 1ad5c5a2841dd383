/** The order book, as the consumer reads it for others. */
package dev.seckill.api.orderbook;
