package dev.seckill.api.http;

import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.proof.tree.Tile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What is signed of the sales, passed on from the consumer: for everybody, or, where it is of one order, for who knows its id.
 * Strangers have threads of their own, so that they leave some to those who read for the shop.
 */
final class ProofRoutes implements HttpRoutes {

    private static final String NOTE = "text/plain";
    private static final String TILE = "application/octet-stream";

    private static final Pattern BIRTH = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
    private static final Set<String> NOTES = Set.of("checkpoint", "certificate", "keys");

    private static final ProblemReply NO_FILE = new ProblemReply(HttpStatus.NOT_FOUND, "There is no such file.");

    private final BookForward forward;
    private final RequestCounts counts;

    /** @param counts counts each as a read of the order book */
    ProofRoutes(BookForward forward, RequestCounts counts) {
        this.forward = forward;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        add(routes, "/api/sales/{sale}/orders/{orderId}/proof", this::proof);
        add(routes, "/api/sales/{sale}/certificate", this::certificate);
        add(routes, "/proofs/keys", ctx -> file(ctx, "/proofs/keys", NOTE));
        add(routes, "/proofs/{sale}/{birth}/{file}", ctx -> {
            String file = ctx.pathParam("file");
            fileOfSale(ctx, NOTES.contains(file), file, NOTE);
        });
        add(routes, "/proofs/{sale}/{birth}/tile/<tile>", ctx -> {
            String tile = "tile/" + ctx.pathParam("tile");
            fileOfSale(ctx, Tile.isPath(tile), tile, TILE);
        });
    }

    private void add(RoutesConfig routes, String path, Consumer<Context> read) {
        HealthRoutes.add(routes, path, ctx -> {
            counts.received();
            try {
                read.accept(ctx);
            } catch (InvalidRequest e) {
                counts.refusedAsInvalid();
                throw e;
            }
        });
    }

    private void proof(Context ctx) {
        SaleId sale = RequestHead.sale(ctx);
        OrderId order = RequestHead.order(ctx);
        forward.file(
                ctx,
                "/api/sales/" + sale + "/orders/" + order + "/proof",
                NOTE,
                Outcome.UNKNOWN_ORDER,
                ProblemType.UNKNOWN_ORDER.reply("There is no such order in the order book."));
    }

    /** For who does not know when the sale began. */
    private void certificate(Context ctx) {
        file(ctx, "/api/sales/" + RequestHead.sale(ctx) + "/certificate", NOTE);
    }

    /**
     * Asks for nothing but what the consumer may have: its address is made of these parts, and asked with the token of the API.
     *
     * @param isOne whether a sale has a file of this name
     */
    private void fileOfSale(Context ctx, boolean isOne, String name, String contentType) {
        SaleId sale = RequestHead.sale(ctx);
        String birth = ctx.pathParam("birth");
        if (isOne && BIRTH.matcher(birth).matches()) {
            file(ctx, "/proofs/" + sale + "/" + birth + "/" + name, contentType);
        } else {
            counts.answered(Outcome.SEEN);
            NO_FILE.answer(ctx);
        }
    }

    private void file(Context ctx, String target, String contentType) {
        forward.file(ctx, target, contentType, Outcome.SEEN, NO_FILE);
    }
}
