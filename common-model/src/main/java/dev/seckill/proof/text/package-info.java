/**
 * The texts of a sale's proof: what is hashed, what is signed, and what a buyer keeps. Each is read only in the one form that it
 * is written in.
 */
package dev.seckill.proof.text;
