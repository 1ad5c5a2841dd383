/** Somebody else's program that signs what a log signed, if nothing was taken back (c2sp.org/tlog-witness). */
package dev.seckill.proof.cosign;
