package dev.seckill.loadtest.pages;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What people saw who opened a page.
 *
 * @param visits how many came
 * @param whole how many got the page and all its files, as they must be
 * @param took from the first one's coming to the last one's end
 * @param pageNanos times until the page itself was there
 * @param viewNanos times until its files were there too
 * @param wireBytes all bytes that came
 * @param reasons why others did not, the first few
 */
public record VisitsSeen(
        int visits,
        int whole,
        Duration took,
        Histogram pageNanos,
        Histogram viewNanos,
        long wireBytes,
        List<String> reasons) {

    /** Copies the list. */
    public VisitsSeen {
        reasons = List.copyOf(reasons);
    }

    /** Milliseconds until the page itself was there. */
    public double pageMillisAt(double percentile) {
        return pageNanos.getValueAtPercentile(percentile) / 1e6;
    }

    /** Milliseconds until its files were there too. */
    public double viewMillisAt(double percentile) {
        return viewNanos.getValueAtPercentile(percentile) / 1e6;
    }
}
