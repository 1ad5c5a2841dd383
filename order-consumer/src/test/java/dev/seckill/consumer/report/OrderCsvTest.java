package dev.seckill.consumer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderCsvTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:15:30.120Z");

    @Test
    void aLineHasTheColumnsOfTheHeader() throws IOException {
        assertThat(line(of("Zoë, 李 \"the car\"")))
                .isEqualTo("id-1,counter,7,\"Zoë, 李 \"\"the car\"\"\",\"car\",2,HELD,2026-11-22T10:15:30.120Z,"
                        + "2026-11-22T10:16:30.120Z,,2026-11-22T10:15:30.120Z,9\r\n");
        assertThat(OrderCsv.HEADER.split(",")).hasSameSizeAs("id,sale,7,b,i,2,HELD,a,h,s,c,9".split(","));
    }

    @Test
    void whatIsNotKnownIsNothingAndWhatIsEmptyIsQuoted() throws IOException {
        assertThat(line(of(null))).startsWith("id-1,counter,7,,\"car\",");
        assertThat(line(of(""))).startsWith("id-1,counter,7,\"\",\"car\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'=1", "\"=1"})
    void noTextIsAFormula(String buyer) throws IOException {
        assertThat(line(of(buyer))).startsWith("id-1,counter,7,\"'" + buyer.replace("\"", "\"\"") + "\",");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x;=1+1;y  | x;'=1+1;y",
                "x;;@y;-1  | x;;'@y;'-1",
                "x;＝1     | x;'＝1",
                "x;'=1     | x;''=1",
                "x;\"=1\" | x;'\"\"=1\"\"",
                ";=1       | ;'=1",
                "x; y,=1;  | x; y,=1;"
            })
    void noTextIsAFormulaWhereCellsEndWithASemicolon(String buyer, String written) throws IOException {
        assertThat(line(of(buyer))).startsWith("id-1,counter,7,\"" + written + "\",");
        String text = written.replace("\"\"", "\"");
        assertThat(text.replaceAll("(^|;)'", "$1")).as("as it was").isEqualTo(buyer);
    }

    private static OrderView of(String buyer) {
        return new OrderView("id-1", "counter", 7, buyer, "car", 2, "HELD", AT, AT.plusSeconds(60), null, AT, 9);
    }

    private static String line(OrderView order) throws IOException {
        StringBuilder line = new StringBuilder();
        OrderCsv.write(line, order);
        return line.toString();
    }
}
