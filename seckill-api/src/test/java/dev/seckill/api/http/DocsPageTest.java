package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seckill.api.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the page under {@code /docs} against the contract. {@code ./mvnw -pl seckill-api -am test -Dtest=DocsPageTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write} writes it anew.
 */
final class DocsPageTest {

    private static final Path PAGE = Path.of("src/main/resources/dev/seckill/api/http/docs.html");
    private static final Pattern LINK = Pattern.compile("href=\"#([^\"]+)\"");

    @Test
    void thePageSaysWhatTheContractSays() throws IOException {
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, DocsPage.of());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(DocsPage.of());
    }

    @Test
    void everyLinkOfThePageLeadsSomewhere() throws IOException {
        String page = Files.readString(PAGE);
        Matcher links = LINK.matcher(page);

        while (links.find()) {
            assertThat(page).contains("id=\"" + links.group(1) + "\"");
        }
        assertThat(page).doesNotContain("<script", "http-equiv", "src=", "url(", "@import", "href=\"http");
    }

    @Test
    void theProblemsOfTheContractAreThoseOfTheProgram() {
        Map<String, String> told = new TreeMap<>();
        for (Map.Entry<String, JsonNode> schema :
                Contract.root().at("/components/schemas").properties()) {
            String type = schema.getValue().at("/properties/type/const").asText();
            if (type.startsWith("/docs#")) {
                told.put(type, schema.getValue().get("title").asText());
            }
        }
        Map<String, String> known = new TreeMap<>();
        Arrays.stream(ProblemType.values()).forEach(type -> known.put(type.uri(), type.title()));

        assertThat(told).isEqualTo(known);
    }
}
