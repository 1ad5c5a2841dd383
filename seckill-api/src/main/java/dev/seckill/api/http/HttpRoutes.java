package dev.seckill.api.http;

import io.javalin.config.RoutesConfig;

/** Routes of the HTTP server that belong together. */
public interface HttpRoutes {

    /** Adds them; called once, before the server listens. */
    void addTo(RoutesConfig routes);

    /** Ends what would go on for ever; called once, before the server stops. */
    default void stop() {}
}
