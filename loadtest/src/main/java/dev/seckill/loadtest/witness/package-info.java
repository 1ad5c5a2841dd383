/** Judges a run: what buyers were told against what is stored. Data in, verdict out; no server is known here. */
package dev.seckill.loadtest.witness;
