/** An example shop: it hears of orders by webhooks, and pays for them, in time, late, or not at all. */
package dev.seckill.loadtest.payments;
