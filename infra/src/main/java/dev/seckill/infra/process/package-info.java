/** Child processes that end with this JVM, and what it takes to start them and to look after them. */
package dev.seckill.infra.process;
