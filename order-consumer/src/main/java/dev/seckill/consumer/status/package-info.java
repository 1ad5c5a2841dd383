/** What the program tells about itself: health and metrics over HTTP. */
package dev.seckill.consumer.status;
