package dev.seckill.loadtest.load;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads JMeter's result file (CSV with a header) as it grows. Not thread-safe. */
final class JtlReader {

    private final CsvReader csv = new CsvReader();
    private final Map<String, Integer> columns = new HashMap<>();

    /**
     * Takes the next piece of the file, cut anywhere, and returns the answers that it completes.
     *
     * @throws LoadFailedException if the file lacks a column or a row is not in its form
     */
    List<Answer> read(CharSequence piece) {
        List<Answer> answers = new ArrayList<>();
        for (List<String> row : csv.read(piece)) {
            if (columns.isEmpty()) {
                row.forEach(name -> columns.put(name, columns.size()));
            } else {
                answers.add(answer(row));
            }
        }
        return answers;
    }

    private Answer answer(List<String> row) {
        try {
            Reply reply = new Reply(status(row), value(row, "reply"), value(row, "orderId"));
            return new Answer(
                    value(row, "threadName"),
                    reply.outcome(),
                    reply.outcome() == BuyerOutcome.ACCEPTED ? reply.orderId() : null,
                    Instant.ofEpochMilli(Long.parseLong(value(row, "timeStamp"))),
                    Duration.ofMillis(Long.parseLong(value(row, "elapsed"))),
                    reply.detail());
        } catch (NumberFormatException | IndexOutOfBoundsException badRow) {
            throw new LoadFailedException("JMeter's result file has a row that cannot be read: " + row, badRow);
        }
    }

    /** Without a reply the code is only the name of a Java class; the message says more. */
    private String status(List<String> row) {
        String code = value(row, "responseCode");
        return code.startsWith("Non HTTP") ? value(row, "responseMessage") : code;
    }

    private String value(List<String> row, String column) {
        Integer index = columns.get(column);
        if (index == null) {
            throw new LoadFailedException("JMeter's result file has no column " + column + ", but " + columns.keySet());
        }
        return row.get(index);
    }
}
