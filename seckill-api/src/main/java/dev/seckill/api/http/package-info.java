/** The HTTP server and its routes. */
package dev.seckill.api.http;
