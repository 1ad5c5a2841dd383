/** The order book: the port that the loop writes to, and MySQL behind it. */
package dev.seckill.consumer.store;
