/** The sales API as a shop and its operator see it, over HTTP and with none of the API's own code. */
package dev.seckill.loadtest.shop;
