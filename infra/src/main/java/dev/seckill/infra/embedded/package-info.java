/** The servers out of Maven artifacts, without Docker and without installation. */
package dev.seckill.infra.embedded;
