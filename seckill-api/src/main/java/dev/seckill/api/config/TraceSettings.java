package dev.seckill.api.config;

import dev.seckill.model.trace.TraceExport;

/**
 * Which requests are traced.
 *
 * @param export where spans are sent
 * @param ratio the share of those that nobody traces yet
 * @param max requests that are traced in a second at most; those that somebody traces already get half of it at most
 */
public record TraceSettings(TraceExport export, double ratio, int max) {}
