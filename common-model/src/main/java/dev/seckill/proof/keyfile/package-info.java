/** Keys as files that nobody else can read. */
package dev.seckill.proof.keyfile;
