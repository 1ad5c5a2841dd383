/** What is looked at before a sale. */
package dev.seckill.consumer.check;
