package dev.seckill.consumer.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.consumer.audit.AuditFinding;
import dev.seckill.consumer.audit.JournalCheck;
import dev.seckill.consumer.report.SaleReport.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** A report as JSON. */
final class ReportJson {

    private final JsonGenerator json;
    private final SaleReport report;

    private ReportJson(JsonGenerator json, SaleReport report) {
        this.json = json;
        this.report = report;
    }

    /** @param buyerField what the name of a buyer is */
    static String of(SaleReport report, Instant madeAt, String buyerField) {
        return OrderJson.text(json -> new ReportJson(json, report).write(madeAt, buyerField));
    }

    private void write(Instant madeAt, String buyerField) throws IOException {
        json.writeStartObject();
        json.writeStringField("sale", report.sale());
        OrderJson.writeTime(json, "madeAt", madeAt);
        rules();
        check();
        outcomes();
        journal();
        curve();
        toRow();
        json.writeObjectFieldStart("buyers");
        json.writeNumberField("count", report.buyers().count());
        json.writeArrayFieldStart("most");
        for (SaleReport.Buyer buyer : report.buyers().most()) {
            json.writeStartObject();
            json.writeStringField(buyerField, buyer.name());
            tally(buyer.has());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void rules() throws IOException {
        SaleReport.Rules rules = report.rules();
        json.writeFieldName("definition");
        json.writeRawValue(rules == null ? "null" : rules.definition());
        json.writeStringField("state", rules == null ? null : rules.state());
    }

    private void check() throws IOException {
        JournalCheck check = report.check();
        json.writeStringField("unchecked", report.unchecked());
        if (check == null) {
            json.writeNullField("check");
            return;
        }
        JournalCheck.Units units = check.units();
        json.writeObjectFieldStart("check");
        json.writeBooleanField("sound", check.isSound());
        json.writeNumberField("events", check.events());
        json.writeNumberField("lastNo", check.lastNo());
        json.writeNumberField("missing", check.missing());
        json.writeNumberField("inFlight", check.inFlight());
        json.writeNumberField("givenUp", check.givenUp());
        json.writeNumberField("allotment", units.allotment());
        json.writeNumberField("left", units.left());
        json.writeNumberField("held", units.held());
        json.writeNumberField("confirmed", units.confirmed());
        json.writeNumberField("released", units.released());
        json.writeNumberField("overdue", units.overdue());
        AuditFinding.write(json, check.findings());
        json.writeEndObject();
    }

    private void outcomes() throws IOException {
        tally("accepted", report.accepted());
        tally("held", report.of("HELD"));
        tally("confirmed", report.of("CONFIRMED"));
        tally("released", report.of("RELEASED"));
        json.writeObjectFieldStart("releasedBecause");
        json.writeNumberField("cancelled", report.count("CANCELLED"));
        json.writeNumberField("expired", report.count("EXPIRED"));
        json.writeEndObject();
        json.writeNumberField("late", report.count("LATE"));
        json.writeNumberField("extended", report.count("EXTENDED"));
    }

    private void journal() throws IOException {
        EventView last = report.last();
        json.writeObjectFieldStart("journal");
        json.writeNumberField("no", last == null ? 0 : last.no());
        if (last == null) {
            json.writeNullField("left");
        } else {
            json.writeNumberField("left", last.left());
        }
        OrderJson.writeTime(json, "at", last == null ? null : last.at());
        json.writeEndObject();
    }

    private void curve() throws IOException {
        json.writeObjectFieldStart("curve");
        json.writeNumberField("stepSeconds", report.curve().stepSeconds());
        json.writeArrayFieldStart("steps");
        for (SaleReport.Step step : report.curve().steps()) {
            json.writeStartObject();
            OrderJson.writeTime(json, "at", step.at());
            tally(step.accepted());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void toRow() throws IOException {
        json.writeObjectFieldStart("decidedToRowMillis");
        json.writeNumberField("orders", report.toRow().count());
        for (Map.Entry<String, Long> each : report.toRow().millis().entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private void tally(String field, Tally tally) throws IOException {
        json.writeObjectFieldStart(field);
        tally(tally);
        json.writeEndObject();
    }

    private void tally(Tally tally) throws IOException {
        json.writeNumberField("orders", tally.orders());
        json.writeNumberField("units", tally.units());
    }
}
