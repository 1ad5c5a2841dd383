/** The sale under test as its stores show it: the counter in Redis and the order book in MySQL. */
package dev.seckill.loadtest.sale;
