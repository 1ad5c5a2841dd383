/** What buyers can prove after a sale: their receipts, fetched as they would, and checked with the stand-alone verifier. */
package dev.seckill.loadtest.proof;
