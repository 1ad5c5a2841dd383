/** What was looked at before a sale, how it is judged and told. */
package dev.seckill.model.check;
