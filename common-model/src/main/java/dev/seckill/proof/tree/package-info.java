/** Merkle trees (RFC 9162, section 2.1), and how they are kept as files (c2sp.org/tlog-tiles). */
package dev.seckill.proof.tree;
