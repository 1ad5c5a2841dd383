/** What goes on now, in this instance and all others, and those who watch it. */
package dev.seckill.api.live;
