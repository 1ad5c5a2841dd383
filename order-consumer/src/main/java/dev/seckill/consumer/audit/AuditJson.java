package dev.seckill.consumer.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A report as a JSON object for programs. */
final class AuditJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private AuditJson() {}

    static String of(AuditReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            write(json, report);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.append(System.lineSeparator()).toString();
    }

    /** The report as an object. */
    static void write(JsonGenerator json, AuditReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("verdict", report.passes() ? "PASS" : "FAIL");
        writeArray(json, "lookFirst", report.doubts());
        json.writeNumberField("messages", report.messages());
        json.writeNumberField("logged", report.logged());
        json.writeNumberField("repeated", report.repeated());
        json.writeNumberField("rows", report.rows());
        json.writeNumberField("repaired", report.repaired());
        json.writeBooleanField("logCut", report.cutLog());
        write(json, "missing", report.missing());
        json.writeNumberField("unread", report.unread());
        write(json, "duplicate", report.duplicate());
        write(json, "differing", report.differing());
        write(json, "unlogged", report.unlogged());
        write(json, "parked", report.parked());
        json.writeObjectFieldStart("undecodable");
        json.writeNumberField("count", report.undecodable().count());
        json.writeNumberField("parked", report.undecodable().parked());
        json.writeNumberField("unread", report.undecodable().unread());
        json.writeNumberField("lost", report.undecodable().lost());
        json.writeEndObject();
        json.writeArrayFieldStart("sales");
        for (AuditReport.Sale sale : report.sales()) {
            write(json, sale);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("journals");
        for (SaleJournal journal : report.journals()) {
            write(json, journal);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("trees");
        for (TreeCheck tree : report.trees()) {
            write(json, tree);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TreeCheck tree) throws IOException {
        json.writeStartObject();
        json.writeStringField("sale", tree.sale());
        json.writeStringField("origin", tree.origin());
        json.writeNumberField("trees", tree.trees());
        json.writeNumberField("size", tree.size());
        json.writeNumberField("unsigned", tree.unsigned());
        json.writeStringField("differs", tree.problem());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SaleJournal journal) throws IOException {
        json.writeStartObject();
        json.writeStringField("sale", journal.sale());
        json.writeNumberField("events", journal.events());
        json.writeNumberField("lastNo", journal.lastNo());
        json.writeNumberField("givenUp", journal.givenUp());
        json.writeNumberField("parked", journal.parked());
        json.writeNumberField("inFlight", journal.inFlight());
        json.writeNumberField("missing", journal.missing());
        writeArray(json, "firstMissing", journal.firstMissing());
        json.writeNumberField("unread", journal.unread());
        JournalUnits units = journal.units();
        json.writeNumberField("allotment", units.allotment());
        json.writeNumberField("left", units.left());
        json.writeNumberField("held", units.held());
        json.writeNumberField("confirmed", units.confirmed());
        json.writeNumberField("released", units.released());
        json.writeNumberField("late", units.late());
        json.writeNumberField("overdue", units.overdue());
        write(json, "leftWrong", journal.wrong());
        write(json, "revived", journal.revived());
        write(json, "outsideHours", journal.outside());
        write(json, "overLimit", journal.overLimit());
        write(json, "illegalSteps", journal.illegal());
        write(json, "saleDiffers", journal.row());
        write(json, "ordersDiffer", journal.disagreeing());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Finding finding) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", finding.count());
        writeArray(json, "first", finding.examples());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AuditReport.Sale sale) throws IOException {
        json.writeStartObject();
        json.writeStringField("sale", sale.name());
        json.writeNumberField("orders", sale.orders());
        json.writeNumberField("units", sale.units());
        json.writeNumberField("released", sale.released());
        json.writeNumberField("allotment", sale.allotment());
        json.writeNumberField("notFallen", sale.notFallen());
        json.writeNumberField("oversold", sale.oversold());
        json.writeNumberField("clashes", sale.clashes());
        json.writeNumberField("gaps", sale.gaps());
        writeArray(json, "firstGaps", sale.firstGaps());
        json.writeEndObject();
    }

    static void writeArray(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
