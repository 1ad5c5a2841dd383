/** What the program knows of itself: whether it works, and what it counted. */
package dev.seckill.consumer.status;
