/** The order log in Kafka: written order by order, read from its beginning. */
package dev.seckill.api.orderlog;
