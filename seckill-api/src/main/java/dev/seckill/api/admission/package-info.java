/** Who may ask at all, before anything is queued: how often, and with which token. */
package dev.seckill.api.admission;
