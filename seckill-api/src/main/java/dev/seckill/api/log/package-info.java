/** How log lines are kept few and say something, for every other package; knows none of them. */
package dev.seckill.api.log;
