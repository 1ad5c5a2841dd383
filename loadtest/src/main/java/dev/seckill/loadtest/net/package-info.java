/** Own sockets between a program and those it talks to: a balancer, and connections that can be broken. */
package dev.seckill.loadtest.net;
