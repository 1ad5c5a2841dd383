/** Practice: an instance serves sales of its own before it calls itself ready, and meets no server of anybody's. */
package dev.seckill.api.warmup;
