/** {@code loadtest/chaos}: breaks one part after another during a sale and has a witness judge what came of it. */
package dev.seckill.loadtest.chaos;
