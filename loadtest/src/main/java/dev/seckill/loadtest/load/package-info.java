/** The crowd: sends the buyers and writes down what each was told. */
package dev.seckill.loadtest.load;
