/** The API's main program: builds everything, and closes it. */
package dev.seckill.api;
