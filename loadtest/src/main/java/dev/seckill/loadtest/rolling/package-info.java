/** A rolling restart: buyers who come at a steady rate while every program is restarted in turn. */
package dev.seckill.loadtest.rolling;
