/** What the program answers over HTTP: health, metrics, and what the order book holds. */
package dev.seckill.consumer.http;
