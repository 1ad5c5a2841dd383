/** Rebuilds a sale from the order log. */
package dev.seckill.api.recover;
