/** Reads the order book for others: orders, journal and figures of a sale, and how they are written down. */
package dev.seckill.consumer.report;
