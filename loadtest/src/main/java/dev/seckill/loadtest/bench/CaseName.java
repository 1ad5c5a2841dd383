package dev.seckill.loadtest.bench;

import dev.seckill.model.ForeignText;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The cases that can be run alone by name. */
enum CaseName {
    /** Accepted purchases against an empty handler, at each number of connections; CPU, memory, one transaction each. */
    hot,
    /** Purchases with an Idempotency-Key and a body against those with neither. */
    keys,
    /** 2000 connections against 256. */
    crowd,
    /** 2000 buyers within a second, each with a new connection, against an empty handler. */
    gate,
    /** Replies when everything is sold, against an empty handler. */
    soldout,
    /** Two instances on one counter against one. */
    instances,
    /** A stock of 100 thousand against one of 10 million. */
    stock,
    /** Polite buyers beside one who hammers, against the same alone. */
    hammer,
    /** An open rate of half the capacity: response times without coordinated omission. */
    open,
    /** An open rate of twice the capacity, and what comes after it. */
    overload,
    /** A start: until it listens, until it is ready, and the model burst right then. */
    start,
    /** The model burst on a JVM just started against a warm one. */
    cold,
    /** The consumer against a bare JDBC loop. */
    drain,
    /** The same with orders that are held, and then confirmed or released. */
    drain_holds,
    /** A sale that is drained while it sells. */
    sustain,
    /** A hundred hot sales against one. */
    many_sales,
    /** A quiet sale beside a hot one against the quiet one alone. */
    quiet_sale,
    /** A thousand sales that nobody asks for. */
    idle_sales,
    /** A start with a thousand sales and a full log. */
    start_sales,
    /** A sale that holds what it accepts against one that does not. */
    holds,
    /** Held orders that are confirmed. */
    confirms,
    /** A hot sale that 500 pages watch live against the same that nobody watches. */
    viewers,
    /** The first view of a page beside a hot sale. */
    first_view,
    /** Everything secured against nothing. */
    secure,
    /** An API that traces at the default ratio against one that traces nothing. */
    traces,
    /** An API that gives receipts against one that does not, and against itself while nobody fetches any. */
    receipts,
    /** A consumer that certifies what it drains against one that does not; the million that it certifies, and an audit. */
    certify;

    /** As in the command line. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }

    /** Reads a name as {@link #toString} writes it. */
    static final class Reader implements ITypeConverter<CaseName> {

        @Override
        public CaseName convert(String text) {
            return Arrays.stream(values())
                    .filter(name -> name.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + ForeignText.shown(text) + "' is none of " + Arrays.toString(values())));
        }
    }
}
