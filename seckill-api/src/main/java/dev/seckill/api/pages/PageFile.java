package dev.seckill.api.pages;

/**
 * A file that pages load, and that browsers may keep for ever.
 *
 * @param name changes with what is in it, as {@code base.0123456789abcdef.css}
 */
public record PageFile(String name, String contentType, PageBody body) {}
