/** Grows a tree over the journal of each sale and signs it, so that strangers can check the sale. Nothing waits for it. */
package dev.seckill.consumer.certify;
