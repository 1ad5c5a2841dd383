/** Loads the pages as a browser does, and watches a sale live as many open pages do. */
package dev.seckill.loadtest.pages;
