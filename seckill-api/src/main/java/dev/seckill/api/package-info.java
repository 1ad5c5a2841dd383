/** The API's main program: settings, wiring, HTTP. */
package dev.seckill.api;
