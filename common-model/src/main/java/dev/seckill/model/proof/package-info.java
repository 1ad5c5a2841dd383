/** From the events of a sale to the texts of {@code dev.seckill.proof}, which knows nothing of ours. */
package dev.seckill.model.proof;
