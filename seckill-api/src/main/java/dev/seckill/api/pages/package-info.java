/** What the pages are made of: files, templates and texts, without the routes that serve them. */
package dev.seckill.api.pages;
