/** Real Redis, Kafka and MySQL servers as child processes, out of Maven artifacts; for tests and for {@code infra/up}. */
package dev.seckill.infra;
