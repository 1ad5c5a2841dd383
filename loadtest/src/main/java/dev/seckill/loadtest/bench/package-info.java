/** The benchmarks: what a decided and logged purchase costs against answering HTTP at all, as ratios within one run. */
package dev.seckill.loadtest.bench;
