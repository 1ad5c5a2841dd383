package dev.seckill.infra.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of text whose columns stand below each other. */
final class Table {

    private final List<List<String>> lines = new ArrayList<>();

    Table(String... heads) {
        add(heads);
    }

    void add(String... cells) {
        lines.add(List.of(cells));
    }

    /** One line per row, indented, each with a line end. */
    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, lines.get(0).size())
                .mapToObj(column -> Collections.max(
                        lines.stream().map(line -> line.get(column).length()).toList()))
                .toList();
        return lines.stream().map(line -> row(line, widths)).collect(Collectors.joining());
    }

    private static String row(List<String> cells, List<Integer> widths) {
        StringBuilder row = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            row.append("  ").append(cells.get(column));
            row.append(" ".repeat(widths.get(column) - cells.get(column).length()));
        }
        return row.toString().stripTrailing() + "\n";
    }
}
