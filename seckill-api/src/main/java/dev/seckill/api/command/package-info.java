/** The command line. */
package dev.seckill.api.command;
