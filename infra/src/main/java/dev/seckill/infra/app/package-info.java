/** The project's own programs as child processes, and {@code infra/up}, which runs them on the servers. */
package dev.seckill.infra.app;
