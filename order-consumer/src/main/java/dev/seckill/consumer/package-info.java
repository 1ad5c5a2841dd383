/** The program: settings, the loop from the order log to the order book, health and metrics. */
package dev.seckill.consumer;
