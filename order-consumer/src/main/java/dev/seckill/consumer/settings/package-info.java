/** How a setting is declared once and read with all problems in one message; knows no particular setting. */
package dev.seckill.consumer.settings;
