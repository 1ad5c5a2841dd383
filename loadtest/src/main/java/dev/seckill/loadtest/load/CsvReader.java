package dev.seckill.loadtest.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads CSV (RFC 4180) that arrives in pieces cut anywhere: a quoted field may hold commas, quotes and line breaks.
 * Not thread-safe.
 */
final class CsvReader {

    private final StringBuilder unread = new StringBuilder();
    private boolean isQuoted;

    /**
     * Takes the next piece and returns the rows that it completes; a row is complete at its line feed.
     *
     * @throws LoadFailedException if a field goes on after its closing quote
     */
    List<List<String>> read(CharSequence piece) {
        int seen = unread.length();
        unread.append(piece);
        int end = endOfRows(seen);
        String rows = unread.substring(0, end);
        unread.delete(0, end);
        try (CSVParser parser = CSVParser.parse(rows, CSVFormat.RFC4180)) {
            return parser.stream().map(CSVRecord::toList).toList();
        } catch (IOException | UncheckedIOException malformed) {
            throw new LoadFailedException("rows that are no CSV: " + rows, malformed);
        }
    }

    /** The parser wants whole rows: a line feed ends one unless an odd number of quotes came before it. */
    private int endOfRows(int from) {
        int end = 0;
        for (int index = from; index < unread.length(); index++) {
            char c = unread.charAt(index);
            isQuoted ^= c == '"';
            end = c == '\n' && !isQuoted ? index + 1 : end;
        }
        return end;
    }
}
