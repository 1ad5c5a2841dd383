/** The time until the loop runs, and the way to a stop. */
package dev.seckill.consumer.start;
