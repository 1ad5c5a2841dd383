/** How settings are read, the same in every program; knows no particular setting. */
package dev.seckill.model.settings;
