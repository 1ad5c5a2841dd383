package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.load.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** How a sale is bought from. Thread-safe. */
interface Till {

    /** A reply as it is noted. */
    record Told(Reply reply, ReplyKind kind) {}

    /** The request for a purchase, the same each time. */
    HttpRequest request(URI api, Purchase purchase);

    /** What the reply to it says. */
    Told read(HttpResponse<String> response);
}
