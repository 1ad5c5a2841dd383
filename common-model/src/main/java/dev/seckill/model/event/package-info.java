/** The entries of a sale's journal: what the order log carries, and how it is written as JSON. */
package dev.seckill.model.event;
