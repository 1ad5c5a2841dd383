/** Certificates for servers that live as long as a test or a trial, signed by a CA made for it. */
package dev.seckill.infra.tls;
