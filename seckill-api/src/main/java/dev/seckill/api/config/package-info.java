/** What can be set. */
package dev.seckill.api.config;
