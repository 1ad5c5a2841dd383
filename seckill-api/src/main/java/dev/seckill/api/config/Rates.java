package dev.seckill.api.config;

/**
 * How often one buyer, and one address, may ask.
 *
 * @param perBuyer null: as often as they like
 * @param perAddress null: as often as it likes
 * @param tableMax buyers, and addresses, that are remembered
 * @param proxies proxies in front of the API, each of which adds a client's address to X-Forwarded-For
 */
public record Rates(Rate perBuyer, Rate perAddress, int tableMax, int proxies) {}
