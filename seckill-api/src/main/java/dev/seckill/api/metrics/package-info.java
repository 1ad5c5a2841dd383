/** What an instance counts. */
package dev.seckill.api.metrics;
