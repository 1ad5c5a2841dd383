/** Reading a topic from one end to the other, without a consumer group. */
package dev.seckill.consumer.topic;
