/** What the commands of this module share: the terminal, the folder of a run, the programs and waiting. */
package dev.seckill.loadtest;
