package dev.seckill.api.config;

import java.util.List;

/**
 * The pages for people.
 *
 * @param on whether there are any
 * @param embedOrigins in whose pages the button to buy may stand, as a browser names them; empty: nowhere
 */
public record PageSettings(boolean on, List<String> embedOrigins) {

    public PageSettings {
        embedOrigins = List.copyOf(embedOrigins);
    }
}
