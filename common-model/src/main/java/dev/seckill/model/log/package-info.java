/** How log lines are kept few, say something and cannot be forged; knows no logging framework. */
package dev.seckill.model.log;
