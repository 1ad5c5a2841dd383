package dev.seckill.api.orderbook;

/** What the consumer answers, as a whole. */
public record BookAnswer(int status, byte[] body) {}
