/** Prometheus of this machine, for tests of what it is to scrape and of the rules it is to apply. */
package dev.seckill.infra.observe;
