/** The same servers in containers. */
package dev.seckill.infra.container;
