/** Signed notes (c2sp.org/signed-note) and their Ed25519 keys; knows nothing but the JDK. */
package dev.seckill.proof.note;
