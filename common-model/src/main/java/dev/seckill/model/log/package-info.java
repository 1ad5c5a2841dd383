/** How log lines are kept few, say something, cannot be forged and hold no password; knows no logging framework. */
package dev.seckill.model.log;
