package dev.seckill.loadtest.run;

import dev.seckill.loadtest.witness.PaidVerdict;
import dev.seckill.loadtest.witness.PlannedVerdict;
import dev.seckill.loadtest.witness.ReplyTimes;
import dev.seckill.loadtest.witness.Verdict;
import java.util.List;

/**
 * The words of a picture.
 *
 * @param title above it
 * @param isPass the verdict
 * @param longestMillis the longest that somebody waited
 * @param figures beside the plots, from the top to the bottom
 */
record PictureText(String title, boolean isPass, long longestMillis, List<Figure> figures) {

    private static final Figure GAP = new Figure("", "");

    /** A name and its value. */
    record Figure(String name, String value) {}

    /** Of the model case. */
    static PictureText of(Verdict verdict) {
        ReplyTimes times = verdict.replyTimes();
        return new PictureText(
                SalePicture.format(
                        "%,d buyers for %,d units",
                        verdict.expectation().buyers(), verdict.expectation().stock()),
                verdict.isPass(),
                times.maxMillis(),
                List.of(
                        figure("accepted", verdict.accepted()),
                        new Figure("accepted per second", SalePicture.format("%,.1f", verdict.acceptedPerSecond())),
                        figure("sold out", verdict.soldOut()),
                        figure("errors", verdict.errors()),
                        GAP,
                        millis("reply time p50", times.p50Millis()),
                        millis("p99", times.p99Millis()),
                        millis("longest", times.maxMillis()),
                        GAP,
                        figure("rows in the order book", verdict.rows()),
                        figure("missing", verdict.missing()),
                        figure("duplicate", verdict.duplicate()),
                        figure("oversold", verdict.oversold()),
                        figure("left", verdict.counter().left())));
    }

    /** Of a planned sale. */
    static PictureText of(PlannedVerdict verdict) {
        ReplyTimes times = verdict.replyTimes();
        return new PictureText(
                SalePicture.format(
                        "%,d buyers, a planned sale of %,d",
                        verdict.expectation().buyers(), verdict.expectation().offered()),
                verdict.isPass(),
                times.maxMillis(),
                List.of(
                        figure("accepted", verdict.accepted()),
                        millis("first, after the opening", verdict.firstOrderMillis()),
                        figure("not open", verdict.notOpen()),
                        figure("limit reached", verdict.limited()),
                        figure("errors", verdict.errors()),
                        millis("reply time p50", times.p50Millis()),
                        millis("p99", times.p99Millis()),
                        figure("rows in the order book", verdict.rows()),
                        figure("missing", verdict.missing()),
                        figure("duplicate", verdict.duplicate()),
                        figure("oversold", verdict.oversold()),
                        figure("too early", verdict.early()),
                        figure("in the pause, after the close", verdict.stopped()),
                        figure("past a limit", verdict.pastLimits())));
    }

    /** Of a sale that is paid. */
    static PictureText of(PaidVerdict verdict) {
        ReplyTimes times = verdict.replyTimes();
        return new PictureText(
                SalePicture.format("Held until paid: %,d units", verdict.offered()),
                verdict.isPass(),
                times.maxMillis(),
                List.of(
                        figure("accepted", verdict.accepted()),
                        figure("sold in the end", verdict.sold()),
                        figure("expired", verdict.expired()),
                        figure("paid late", verdict.late()),
                        figure("of them to be refunded", verdict.refunds()),
                        figure("errors", verdict.errors()),
                        millis("reply time p50", times.p50Millis()),
                        millis("p99", times.p99Millis()),
                        figure("webhooks", verdict.webhooks()),
                        figure("missing", verdict.missing()),
                        figure("duplicate", verdict.duplicate()),
                        figure("oversold", verdict.oversold()),
                        figure("left", verdict.counter().left())));
    }

    private static Figure figure(String name, long value) {
        return new Figure(name, SalePicture.format("%,d", value));
    }

    private static Figure millis(String name, long value) {
        return new Figure(name, SalePicture.format("%,d ms", value));
    }
}
