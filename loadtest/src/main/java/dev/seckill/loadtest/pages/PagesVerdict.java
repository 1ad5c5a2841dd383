package dev.seckill.loadtest.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a crowd that opened a page.
 *
 * @param path of the page
 * @param visits people who came
 * @param whole those who got the page and all its files, as they must be
 * @param pageMillisP50 until the page itself was there
 * @param pageMillisP99 the same
 * @param viewMillisP50 until its files were there too
 * @param viewMillisP99 the same
 * @param viewMillisMax the same
 * @param requests of a first view
 * @param viewBytes of a first view, over the wire
 * @param allBytes of all of them
 * @param reasons why it is a FAIL; none if it is a PASS
 */
public record PagesVerdict(
        String path,
        int visits,
        int whole,
        double pageMillisP50,
        double pageMillisP99,
        double viewMillisP50,
        double viewMillisP99,
        double viewMillisMax,
        int requests,
        long viewBytes,
        long allBytes,
        List<String> reasons) {

    /** The most requests that a first view may take. */
    static final int REQUESTS_MAX = 15;

    /** The most bytes that it may bring. */
    static final long BYTES_MAX = 150_000;

    /** Copies the list. */
    public PagesVerdict {
        reasons = List.copyOf(reasons);
    }

    /** Judges what people saw of a page. */
    public static PagesVerdict of(PageContent content, VisitsSeen seen) {
        List<String> reasons = new ArrayList<>();
        if (seen.whole() != seen.visits()) {
            reasons.add(
                    (seen.visits() - seen.whole()) + " of " + seen.visits() + " did not get the page and its files");
        }
        reasons.addAll(seen.reasons());
        if (content.requests() > REQUESTS_MAX) {
            reasons.add("a first view takes " + content.requests() + " requests, more than " + REQUESTS_MAX);
        }
        if (content.wireBytes() > BYTES_MAX) {
            reasons.add("a first view brings " + content.wireBytes() + " bytes, more than " + BYTES_MAX);
        }
        return new PagesVerdict(
                content.paths().get(0),
                seen.visits(),
                seen.whole(),
                seen.pageMillisAt(50),
                seen.pageMillisAt(99),
                seen.viewMillisAt(50),
                seen.viewMillisAt(99),
                seen.viewMillisAt(100),
                content.requests(),
                content.wireBytes(),
                seen.wireBytes(),
                reasons);
    }

    public boolean isPass() {
        return reasons.isEmpty();
    }

    /** Lines for a person at a terminal; ends with a line break. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                  page loads  %,9d   of %s
                  whole       %,9d   with all files, each as it must be
                  page        %,9.0f   ms at p50, %,.0f at p99, from the connection on
                  with files  %,9.0f   ms at p50, %,.0f at p99, %,.0f the longest
                  first view  %,9d   bytes over the wire, in %d requests

                """,
                visits,
                path,
                whole,
                pageMillisP50,
                pageMillisP99,
                viewMillisP50,
                viewMillisP99,
                viewMillisMax,
                viewBytes,
                requests));
        reasons.forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }
}
