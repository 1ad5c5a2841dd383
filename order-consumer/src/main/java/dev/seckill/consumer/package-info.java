/** The program: the way from the order log to the order book. */
package dev.seckill.consumer;
