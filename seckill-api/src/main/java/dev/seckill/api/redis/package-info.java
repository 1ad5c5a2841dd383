/** A sale in Redis: a batch is one optimistic transaction. */
package dev.seckill.api.redis;
