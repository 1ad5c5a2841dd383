/** Certificates and keys in PEM files: what a client trusts and shows, and what a server shows. The JDK's own TLS alone. */
package dev.seckill.model.tls;
