/** What the server does otherwise than Jetty would: one request a connection, and bounds on what a client may take. */
package dev.seckill.consumer.http.jetty;
