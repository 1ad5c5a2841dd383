/** What is looked at before a sale. */
package dev.seckill.api.check;
