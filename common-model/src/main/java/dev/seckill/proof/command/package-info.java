/** The verifier as a program of its own: needs a JDK and nothing else. */
package dev.seckill.proof.command;
