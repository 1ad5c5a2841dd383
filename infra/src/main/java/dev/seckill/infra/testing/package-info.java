/** What tests of other modules start from. */
package dev.seckill.infra.testing;
