package dev.seckill.consumer.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.consumer.report.BookFigures.Figures;
import dev.seckill.consumer.report.BookFigures.SaleFigures;
import dev.seckill.consumer.report.SaleReport.Tally;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the book has of some sales, and how this program is, as JSON. Thread-safe. */
public final class FiguresJson {

    private final BookFigures book;
    private final Supplier<List<String>> troubles;
    private final LongSupplier lagRecords;
    private final Supplier<OptionalLong> parked;

    /**
     * Joins figures from where they are.
     *
     * @param troubles what keeps orders from being stored now; empty if nothing does
     * @param lagRecords messages that are not in the book yet
     * @param parked messages that could not be stored; empty if that is not known
     */
    public FiguresJson(
            BookFigures book, Supplier<List<String>> troubles, LongSupplier lagRecords, Supplier<OptionalLong> parked) {
        this.book = Objects.requireNonNull(book, "book");
        this.troubles = Objects.requireNonNull(troubles, "troubles");
        this.lagRecords = Objects.requireNonNull(lagRecords, "lagRecords");
        this.parked = Objects.requireNonNull(parked, "parked");
    }

    /**
     * The figures of these sales.
     *
     * @throws dev.seckill.consumer.store.StoreUnavailableException if the book does not answer
     */
    public String of(Collection<SaleId> sales) {
        Figures figures = book.of(sales);
        List<String> why = troubles.get();
        OptionalLong parkedNow = parked.get();
        return OrderJson.text(json -> {
            json.writeStartObject();
            OrderJson.writeTime(json, "at", figures.at());
            json.writeBooleanField("ready", why.isEmpty());
            json.writeArrayFieldStart("troubles");
            for (String trouble : why) {
                json.writeString(trouble);
            }
            json.writeEndArray();
            json.writeNumberField("lag", lagRecords.getAsLong());
            if (parkedNow.isPresent()) {
                json.writeNumberField("parked", parkedNow.getAsLong());
            } else {
                json.writeNullField("parked");
            }
            json.writeObjectFieldStart("sales");
            for (Map.Entry<SaleId, SaleFigures> sale : figures.sales().entrySet()) {
                json.writeObjectFieldStart(sale.getKey().value());
                write(json, sale.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, SaleFigures sale) throws IOException {
        json.writeNumberField("events", sale.events());
        json.writeNumberField("lastNo", sale.lastNo());
        write(json, "accepted", sale.accepted());
        write(json, "held", sale.of("HELD"));
        write(json, "confirmed", sale.of("CONFIRMED"));
        write(json, "released", sale.of("RELEASED"));
    }

    static void write(JsonGenerator json, String field, Tally tally) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("orders", tally.orders());
        json.writeNumberField("units", tally.units());
        json.writeEndObject();
    }
}
