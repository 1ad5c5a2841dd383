/** Real Redis, Kafka and MySQL servers for tests and for {@code infra/up}, as their users see them. */
package dev.seckill.infra;
