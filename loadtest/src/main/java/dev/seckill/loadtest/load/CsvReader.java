package dev.seckill.loadtest.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV (RFC 4180) that arrives in pieces cut anywhere: a quoted field may hold commas, quotes and line breaks.
 * Not thread-safe.
 */
final class CsvReader {

    private final StringBuilder field = new StringBuilder();
    private List<String> row = new ArrayList<>();
    private boolean quoted;

    /** Takes the next piece and returns the rows that it completes; a row is complete at its line feed. */
    List<List<String>> read(CharSequence piece) {
        List<List<String>> rows = new ArrayList<>();
        piece.chars().forEach(c -> read((char) c, rows));
        return rows;
    }

    private void read(char c, List<List<String>> rows) {
        if (c == '"') {
            quoted = !quoted;
            field.append(c);
        } else if (quoted || (c != ',' && c != '\n')) {
            field.append(c);
        } else {
            endField();
            if (c == '\n') {
                rows.add(row);
                row = new ArrayList<>();
            }
        }
    }

    private void endField() {
        row.add(unquote(field.toString()));
        field.setLength(0);
    }

    private static String unquote(String raw) {
        String text = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1).replace("\"\"", "\"");
        }
        return text;
    }
}
