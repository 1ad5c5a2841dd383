/** What the server does otherwise than Jetty would: connections, their bounds, and in which thread they go on. */
package dev.seckill.api.http.jetty;
