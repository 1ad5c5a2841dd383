/** The order message, its ids, its JSON codec and the names on the wire; knows no server and no framework. */
package dev.seckill.model;
