package dev.seckill.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

    private static final String TEXT = """
            a,b,c
            ,"x, ""y""\nz",
            "",""\"",last
            """;

    private static final List<List<String>> ROWS =
            List.of(List.of("a", "b", "c"), List.of("", "x, \"y\"\nz", ""), List.of("", "\"", "last"));

    @Test
    void keepsCommasQuotesAndLineBreaksOfQuotedFields() {
        assertThat(new CsvReader().read(TEXT)).isEqualTo(ROWS);
    }

    @Test
    void readsTheSameFromPiecesOfOneCharacter() {
        CsvReader reader = new CsvReader();
        List<List<String>> rows = new ArrayList<>();
        for (String piece : TEXT.split("")) {
            rows.addAll(reader.read(piece));
        }

        assertThat(rows).isEqualTo(ROWS);
    }

    @Test
    void keepsALineWithoutItsEndForLater() {
        CsvReader reader = new CsvReader();

        assertThat(reader.read("a,b")).isEmpty();
        assertThat(reader.read("c\r\n")).containsExactly(List.of("a", "bc"));
    }

    @Test
    void keepsALineThatEndsWithinAQuotedFieldForLater() {
        CsvReader reader = new CsvReader();

        assertThat(reader.read("a,\"b\n")).isEmpty();
        assertThat(reader.read("c\"\nd\n")).containsExactly(List.of("a", "b\nc"), List.of("d"));
    }

    @Test
    void refusesAFieldThatGoesOnAfterItsQuotes() {
        assertThatThrownBy(() -> new CsvReader().read("a,\"b\"c\n"))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("a,\"b\"c");
    }
}
