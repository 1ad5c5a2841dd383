/** Tells the shop's own systems what becomes of its orders and sales, by signed webhooks. */
package dev.seckill.consumer.notify;
