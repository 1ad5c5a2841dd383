/** The parked topic: where messages go that cannot be stored, and how they come back. */
package dev.seckill.consumer.parking;
