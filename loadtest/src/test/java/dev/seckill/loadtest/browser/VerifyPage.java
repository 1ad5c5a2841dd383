package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The page that checks receipts, served or opened from a disk. */
final class VerifyPage {

    private static final int ASKED_AT_ONCE = 200;

    private static final String ASK = """
            const [cases, done] = arguments;
            const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
            (async () => {
              const said = [];
              for (const { receipt, others, root, cosigners } of cases) {
                const evidence = others.map(({ kind, content }) => ({ kind, bytes: bytes(content) }));
                const result = await seckillVerdict(bytes(receipt), evidence, { root, cosigners });
                const doubts = (result.doubts ?? []).map((why) => `  not shown: that the sale adds up: ${why}\\n`);
                const papers = result.papers.join("\\n");
                said.push([result.outcome, result.evidence, result.cosigners.join(), papers, doubts.join("")]);
              }
              return said;
            })().then(done, (error) => done(String(error)));
            """;

    private final Browser browser;

    VerifyPage(Browser browser) {
        this.browser = browser;
    }

    /** What it says: outcome, evidence, cosigners, papers, and what is not shown as the jar prints it. */
    List<List<String>> says(List<ReceiptCase> cases) {
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        List<List<String>> said = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += ASKED_AT_ONCE) {
            List<ReceiptCase> part = cases.subList(from, Math.min(cases.size(), from + ASKED_AT_ONCE));
            Object answers = browser.driver()
                    .executeAsyncScript(
                            ASK, part.stream().map(VerifyPage::asked).toList());
            assertThat(answers).as("what the page's script ended with").isInstanceOf(List.class);
            for (Object answer : (List<?>) answers) {
                said.add(((List<?>) answer).stream().map(Object::toString).toList());
            }
        }
        return said;
    }

    private static Map<String, Object> asked(ReceiptCase each) {
        Map<String, Object> asked = new HashMap<>(Map.of(
                "receipt",
                base64(each.receipt()),
                "others",
                each.others().stream()
                        .map(other -> Map.of("kind", other.kind(), "content", base64(other.content())))
                        .toList(),
                "cosigners",
                each.cosigners()));
        asked.put("root", each.root());
        return asked;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Gives it files and keys as somebody does who has them. */
    void give(ReceiptCase each) {
        List<Path> files = files(each);
        browser.element("#receipt").sendKeys(files.get(0).toString());
        for (Path other : files.subList(1, files.size())) {
            browser.element("#more").sendKeys(other.toString()); // a browser adds it to those before
        }
        browser.type("#root", each.root() == null ? "" : each.root());
    }

    /** Writes the files of a case; the receipt's is the first. */
    static List<Path> files(ReceiptCase each) {
        try {
            Path folder = Files.createTempDirectory("verify");
            folder.toFile().deleteOnExit();
            List<Path> files = new ArrayList<>();
            files.add(Files.write(folder.resolve("my.receipt.json"), each.receipt()));
            for (ReceiptCase.Other other : each.others()) {
                files.add(Files.write(folder.resolve(files.size() + "-" + other.kind()), other.content()));
            }
            files.forEach(file -> file.toFile().deleteOnExit());
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void expect(String outcome) {
        browser.eventually(() -> {
            assertThat(browser.shows("#result")).isTrue();
            assertThat(browser.text("#outcome")).isEqualTo(outcome);
        });
    }
}
