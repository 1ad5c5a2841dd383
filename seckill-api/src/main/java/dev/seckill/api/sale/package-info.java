/**
 * The rules of a sale: who gets a unit, and what is kept of that. They know neither where a sale is stored nor who
 * asks.
 */
package dev.seckill.api.sale;
