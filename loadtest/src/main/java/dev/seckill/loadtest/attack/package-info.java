/** {@code loadtest/attack}: attacks every port and the order log while buyers buy, and has a witness judge what came of it. */
package dev.seckill.loadtest.attack;
