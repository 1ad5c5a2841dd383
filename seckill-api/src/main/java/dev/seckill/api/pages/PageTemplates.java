package dev.seckill.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages as templates, with the files that they load. In each, a section {@code file} gives the address of the file that
 * it names, or of the one that several make when {@code +} joins their names; {@code t} gives the text with that key,
 * {@code lang} is the language, and {@code textsJson} holds the texts for a script: all but those that begin with
 * {@code problem.} Whatever else stands there is escaped. Thread-safe.
 */
public final class PageTemplates {

    private static final List<String> NAMES = List.of("buyer", "sales", "problem", "console", "report");
    private static final Pattern FILE = Pattern.compile("\\{\\{#file}}([A-Za-z0-9._+-]+)\\{\\{/file}}");
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(true)
            .nullValue("")
            .emptyStringIsFalse(true)
            .zeroIsFalse(true);

    private final Map<String, Template> templates = new HashMap<>();
    private final Map<Language, Map<String, Object>> common = new EnumMap<>(Language.class);
    private final PageFiles files;

    /** Reads all there is, so that a page that lacks a file is noticed at the start. */
    public PageTemplates() {
        Set<String> named = new TreeSet<>();
        for (String name : NAMES) {
            String source = PageResources.text(name + ".html");
            templates.put(name, COMPILER.compile(source));
            Matcher file = FILE.matcher(source);
            while (file.find()) {
                named.add(file.group(1));
            }
        }
        files = new PageFiles(named);
        for (Language language : Language.values()) {
            common.put(language, common(language));
        }
    }

    /** What each page may name, whatever it is about. */
    private Map<String, Object> common(Language language) {
        PageTexts texts = new PageTexts(language);
        Map<String, Template> compiled = new HashMap<>();
        texts.all().forEach((key, text) -> compiled.put(key, compiled(text)));
        Map<String, Object> names = new HashMap<>();
        names.put("lang", language.html());
        names.put("textsJson", texts.json());
        names.put("file", (Mustache.Lambda) (name, out) -> out.write(files.address(name.execute())));
        names.put("t", (Mustache.Lambda) (key, out) -> {
            Template text = compiled.get(key.execute());
            if (text == null) {
                throw new IllegalArgumentException("there is no text " + key.execute());
            }
            key.executeTemplate(text, out);
        });
        return names;
    }

    /** A text whose places are filled with what the page is about, all of it escaped. */
    private static Template compiled(String text) {
        return COMPILER.compile(PLACE.matcher(Escapers.HTML.escape(text)).replaceAll("{{$1}}"));
    }

    /** The files that they load. */
    public PageFiles files() {
        return files;
    }

    /**
     * A page.
     *
     * @param name which template
     * @param about what it is about, by the names in the template
     */
    public PageBody page(String name, Language language, Map<String, Object> about) {
        return new PageBody(made(name, language, about));
    }

    /** The same for one who asks alone. */
    public PageBody pageForOne(String name, Language language, Map<String, Object> about) {
        return PageBody.forOne(made(name, language, about));
    }

    private byte[] made(String name, Language language, Map<String, Object> about) {
        Map<String, Object> names = new HashMap<>(common.get(language));
        names.putAll(about);
        return templates.get(name).execute(names).getBytes(UTF_8);
    }

    /** A file that has an address of its own. */
    public static PageBody resource(String name) {
        return new PageBody(PageResources.bytes(name));
    }

    /** A value as JSON that may stand in a {@code script} element of a page. */
    public static String json(Object value) {
        return PageTexts.inScript(value);
    }
}
