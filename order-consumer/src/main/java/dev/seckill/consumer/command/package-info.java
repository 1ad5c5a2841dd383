/** What the jar can be asked to do, and the settings of that. */
package dev.seckill.consumer.command;
