/** One running instance: everything from HTTP to the order log, put together. */
package dev.seckill.api.instance;
