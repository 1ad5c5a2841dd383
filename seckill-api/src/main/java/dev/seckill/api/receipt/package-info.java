/** What a buyer keeps: the shop's signed word that an order stands in the sale's journal. */
package dev.seckill.api.receipt;
