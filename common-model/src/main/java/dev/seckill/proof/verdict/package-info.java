/** What notes, trees and texts prove: whether the journal of a sale adds up, and whether the shop kept its word to a buyer. */
package dev.seckill.proof.verdict;
