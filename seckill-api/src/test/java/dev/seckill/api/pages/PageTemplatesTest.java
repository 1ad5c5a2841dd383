package dev.seckill.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTemplatesTest {

    private static final Pattern ADDRESS = Pattern.compile("\"/static/([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("\\{\\{#t}}([a-z0-9._-]+)\\{\\{/t}}");

    private final PageTemplates templates = new PageTemplates();

    @Test
    void eachLanguageHasTheSameTexts() {
        Set<String> english = new PageTexts(Language.EN).all().keySet();

        for (Language language : Language.values()) {
            assertThat(new PageTexts(language).all().keySet())
                    .as(language.name())
                    .isEqualTo(english);
        }
    }

    @Test
    void eachTextHasTheSamePlacesInEachLanguage() {
        Map<String, String> english = new PageTexts(Language.EN).all();

        new PageTexts(Language.ZH)
                .all()
                .forEach((key, text) -> assertThat(places(text)).as(key).isEqualTo(places(english.get(key))));
    }

    private static Set<String> places(String text) {
        Set<String> places = new HashSet<>();
        Matcher place = Pattern.compile("\\{[^}]*}").matcher(text);
        while (place.find()) {
            places.add(place.group());
        }
        return places;
    }

    @ParameterizedTest
    @ValueSource(strings = {"buyer", "sales", "problem"})
    void eachTextThatATemplateNamesIsThere(String template) {
        Matcher key = KEY.matcher(PageResources.text(template + ".html"));

        assertThat(key.results().map(found -> found.group(1)))
                .isNotEmpty()
                .allMatch(new PageTexts(Language.EN).all()::containsKey);
    }

    @Test
    void severalFilesAreServedAsOne() {
        String both = "base.css+console.css";
        PageFiles files = new PageFiles(List.of(both, "base.css"));

        PageFile one = files.find(files.address(both).substring(PageFiles.FOLDER.length()));

        assertThat(one.name()).startsWith("console.").endsWith(".css");
        assertThat(one.contentType()).startsWith("text/css");
        assertThat(new String(one.body().plain(), UTF_8))
                .isEqualTo(PageResources.text("base.css") + '\n' + PageResources.text("console.css"));
        assertThat(files.address("base.css")).startsWith(PageFiles.FOLDER + "base.");
    }

    @Test
    void whatAPageIsAboutIsTextAlsoWithinASentence() {
        String page = text(templates.page("sales", Language.EN, sale("<img src=x onerror=alert(1)>")));

        assertThat(page).doesNotContain("<img src=x").contains("&lt;img src").contains("Opens &lt;b&gt;");
    }

    /** On offer, and opening at a time that is none. */
    private static Map<String, Object> sale(String name) {
        SaleDefinition definition = new SaleDefinition(name, "car", Instant.parse("2026-12-24T18:00:00Z"), null, 0, 1);
        Instant now = Instant.parse("2026-11-29T12:00:00Z");
        SaleSeen seen = new SaleSeen(SaleState.Phase.OPEN, 7, 0, 100, definition, now, SaleSeen.Progress.NONE);
        Map<String, Object> sale = SaleOnPage.of(new SaleId("cars"), seen);
        sale.put("opensAt", Map.of("iso", "2026-12-24T18:00:00Z", "text", "<b>"));
        return Map.of("sales", List.of(sale), "next", "");
    }

    @Test
    void aFileIsServedUnderANameThatItsContentGives() {
        String page = text(templates.page("sales", Language.EN, sale("Cars")));
        Matcher address = ADDRESS.matcher(page);

        assertThat(address.results()).isNotEmpty().allSatisfy(found -> {
            PageFile file = templates.files().find(found.group(1));
            assertThat(file.name()).contains("." + file.body().hash() + ".");
        });
        assertThat(new PageBody("a".getBytes(UTF_8)).hash()).isNotEqualTo(new PageBody("b".getBytes(UTF_8)).hash());
    }

    @Test
    void aFileIsCompressedOnlyWhereThatIsShorter() throws IOException {
        byte[] content = "ab".repeat(100).getBytes(UTF_8);
        byte[] gzip = new PageBody(content).gzip();

        assertThat(gzip).hasSizeLessThan(content.length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .isEqualTo(content);
        assertThat(new PageBody("ab".getBytes(UTF_8)).gzip()).isNull();
    }

    @Test
    void textsCannotEndTheScriptAroundThem() {
        assertThat(PageTemplates.json(Map.of("key", "</script>"))).isEqualTo("{\"key\":\"\\u003c/script>\"}");
    }

    private static String text(PageBody page) {
        return new String(page.plain(), UTF_8);
    }
}
