package dev.seckill.consumer.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that does not add up, for programs and pages.
 *
 * @param what a word that stays the same: {@code missing}, {@code leftWrong}, {@code overLimit} and so on
 * @param count how often
 * @param first the first few
 */
public record AuditFinding(String what, long count, List<String> first) {

    private static final int FIRST_MAX = 20;

    /** Copies the list. */
    public AuditFinding {
        first = List.copyOf(first.subList(0, Math.min(FIRST_MAX, first.size())));
    }

    /** All of them as the field {@code findings}. */
    public static void write(JsonGenerator json, List<AuditFinding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (AuditFinding finding : findings) {
            json.writeStartObject();
            json.writeStringField("what", finding.what);
            json.writeNumberField("count", finding.count);
            json.writeArrayFieldStart("first");
            for (String each : finding.first) {
                json.writeString(each);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What is wrong with a journal. */
    static List<AuditFinding> of(SaleJournal journal) {
        List<AuditFinding> found = new ArrayList<>();
        add(found, "missing", journal.missing(), journal.firstMissing());
        add(found, "leftWrong", journal.wrong());
        add(found, "revived", journal.revived());
        add(found, "outsideHours", journal.outside());
        add(found, "overLimit", journal.overLimit());
        add(found, "illegalSteps", journal.illegal());
        add(found, "saleDiffers", journal.row());
        add(found, "ordersDiffer", journal.disagreeing());
        return found;
    }

    /** What is wrong between log and book. Seqs are missing where a recover has given numbers up. */
    static List<AuditFinding> of(AuditReport report) {
        List<AuditFinding> found = new ArrayList<>();
        add(found, "notStored", report.missing());
        add(found, "storedTwice", report.duplicate());
        add(found, "differing", report.differing());
        if (!report.cutLog()) {
            add(found, "notOnTheLog", report.unlogged());
        }
        add(found, "lostMessages", report.undecodable().lost(), List.of());
        boolean isRecovered = report.journals().stream().anyMatch(journal -> journal.givenUp() > 0);
        for (AuditReport.Sale sale : report.sales()) {
            add(found, "oversold", sale.oversold(), List.of());
            add(found, "seqClashes", sale.clashes(), List.of());
            add(found, "seqGaps", isRecovered ? 0 : sale.gaps(), sale.firstGaps());
        }
        report.journals().forEach(journal -> found.addAll(of(journal)));
        return found;
    }

    private static void add(List<AuditFinding> found, String what, Finding finding) {
        add(found, what, finding.count(), finding.examples());
    }

    private static void add(List<AuditFinding> found, String what, long count, List<String> first) {
        if (count > 0) {
            found.add(new AuditFinding(what, count, first));
        }
    }
}
