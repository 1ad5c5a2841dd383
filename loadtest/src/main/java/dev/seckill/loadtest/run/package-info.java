/** The main job: {@code loadtest/run} sends a crowd to a sale and has the witness judge what came of it. */
package dev.seckill.loadtest.run;
