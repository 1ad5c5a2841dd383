/**
 * From decision to order log: every decided order stands in the outbox until the log has acknowledged it, whoever has
 * to send it.
 */
package dev.seckill.api.outbox;
