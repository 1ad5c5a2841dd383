package dev.seckill.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.command.Commands;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.verdict.Evidence;
import dev.seckill.proof.verdict.ReceiptCheck;
import dev.seckill.proof.verdict.Trust;
import dev.seckill.proof.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page that checks receipts says what the verifier's jar says, also when it is opened from a disk. */
@InBrowser
@Timeout(300)
final class VerifyPageIT {

    /** Each so many changed files are tried; {@code -Dcorpus.step=1} tries all of them. */
    private static final int STEP = Integer.getInteger("corpus.step", 7);

    @TempDir
    private Path directory;

    private final Shop shop;
    private final Browser browser;
    private final VerifyPage page;

    VerifyPageIT(Shop shop, Browser browser) {
        this.shop = shop;
        this.browser = browser;
        this.page = new VerifyPage(browser);
    }

    /** As a browser saves it: what was sent. */
    private void openFromDisk() throws IOException, InterruptedException {
        HttpResponse<byte[]> sent = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(shop.url() + "/verify"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        browser.open(Files.write(directory.resolve("verify.html"), sent.body())
                .toUri()
                .toString());
        browser.connect(false);
    }

    @Test
    void saysWhatTheJarSays() {
        browser.open("/verify");
        List<ReceiptCase> cases = ReceiptCase.all();

        List<List<String>> said = page.says(cases);

        for (int i = 0; i < cases.size(); i++) {
            ReceiptCase each = cases.get(i);
            assertThat(said.get(i).get(0)).as(each.name()).isEqualTo(each.expected());
            assertThat(jar(each))
                    .as(each.name())
                    .startsWith(told(said.get(i)))
                    .endsWith(said.get(i).get(3))
                    .contains(said.get(i).get(4));
        }
        assertThat(browser.foreignAddresses()).isEmpty();
    }

    private static String told(List<String> said) {
        return said.get(0).equals(ReceiptCase.BAD_INPUT) ? "verify: " : said.get(0) + ": " + said.get(1);
    }

    /** What the jar prints. */
    private static String jar(ReceiptCase each) {
        List<Path> files = VerifyPage.files(each);
        List<String> arguments = new ArrayList<>(List.of("verify", files.get(0).toString()));
        for (int i = 0; i < each.others().size(); i++) {
            arguments.add("--" + each.others().get(i).kind());
            arguments.add(files.get(i + 1).toString());
        }
        if (each.root() != null) {
            arguments.addAll(List.of("--key", each.root()));
        }
        each.cosigners().forEach(cosigner -> arguments.addAll(List.of("--cosigner", cosigner)));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(printed, true, UTF_8);
        Commands.run(arguments.toArray(String[]::new), to, to);
        return printed.toString(UTF_8);
    }

    @Test
    void savedToDiskItSaysTheSameOfChangedFiles() throws IOException, InterruptedException {
        openFromDisk();
        List<ReceiptCase> all = ReceiptCase.changed();
        List<ReceiptCase> cases = IntStream.range(0, all.size())
                .filter(i -> i % STEP == 0)
                .mapToObj(all::get)
                .toList();

        List<List<String>> said = page.says(cases);

        ReceiptCheck check = null;
        List<String> differences = new ArrayList<>();
        List<String> unnoticed = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            ReceiptCase each = cases.get(i);
            check = check == null ? new ReceiptCheck(trust(each), Clock.systemUTC()) : check;
            String jar = verdict(check, each);
            String here = said.get(i).get(0);
            boolean isReason = here.startsWith("NOT") || here.equals(ReceiptCase.BAD_INPUT);
            String shown =
                    isReason ? here : told(said.get(i)) + " " + said.get(i).get(2);
            if (!jar.equals(shown)) {
                differences.add(each + ": the jar says " + jar + ", the page " + shown);
            }
            // A cosigner whose name was changed is passed over; but then it vouches for nothing any more.
            if (each.others().isEmpty() && shown.endsWith("cosigner.example")) {
                unnoticed.add(each.name());
            }
        }
        System.out.println("page and jar - asked about changed files (cases=" + cases.size() + ")");
        assertThat(differences).isEmpty();
        assertThat(unnoticed).isEmpty();
    }

    private static Trust trust(ReceiptCase each) {
        return new Trust(
                NoteKey.parse(each.root()),
                each.cosigners().stream().map(NoteKey::parse).toList());
    }

    /** As the jar's command does it, with keys that are read once. */
    private static String verdict(ReceiptCheck check, ReceiptCase each) {
        try {
            Evidence evidence = Evidence.NONE;
            for (ReceiptCase.Other other : each.others()) {
                byte[] content = other.content();
                evidence = switch (other.kind()) {
                    case "proof" -> evidence.with(TlogProof.parse(content));
                    case "certificate" -> evidence.withCertificate(Note.parse(content));
                    case "checkpoint" -> evidence.with(Checkpoint.parse(Note.parse(content)));
                    case "receipt" -> evidence.with(Receipt.parse(Note.parse(content)));
                    default -> evidence.withKeys(Note.parse(content));
                };
            }
            Verdict verdict = check.verdict(each.receipt(), evidence);
            return verdict.leaf() == null
                    ? verdict.outcome().toString()
                    : verdict + " " + String.join(",", verdict.cosigners());
        } catch (BadTextException e) {
            return ReceiptCase.BAD_INPUT;
        }
    }

    @Test
    void savedToDiskAndOffTheNetItTakesFilesAndShowsTheResultFirst() throws IOException, InterruptedException {
        openFromDisk();
        assertThat(browser.shows("#save")).isFalse();
        assertThat(browser.shows("#result")).isFalse();

        page.give(ReceiptCase.named("with a proof and a certificate"));

        page.expect("PROVEN");
        assertThat(browser.text("#sentence")).contains("kept its word");
        assertThat(browser.text("#facts")).contains("1 of car", "final, of 10 events", "as you gave it");
        assertThat(browser.shows("#unpinned")).isFalse();
        browser.click("#clear");
        browser.eventually(() -> assertThat(browser.shows("#result")).isFalse());

        page.give(ReceiptCase.named("a final certificate without the last row"));

        page.expect("BROKEN-2");
        assertThat(browser.text("#papers")).contains("seckill/event@v1", "seckill/certificate@v1");
    }

    /** A shop token can cancel any order, so what was given back is no good news by itself. */
    @Test
    void whatWasGivenBackIsNeitherGoodNorBad() {
        browser.open("/verify");

        page.give(ReceiptCase.named("given back"));

        page.expect("RELEASED");
        assertThat(browser.attribute("#result", "class")).isEqualTo("open");
        assertThat(browser.text("#sentence")).contains("Who asked for that is not shown");
    }

    @Test
    void withoutAKeyItSaysThatTheReceiptVouchesForItself() {
        browser.open("/verify");

        page.give(ReceiptCase.named("all in one file"));

        page.expect("PROVEN");
        assertThat(browser.shows("#unpinned")).isTrue();
        browser.type("#root", ReceiptCase.named("another root key").root());
        page.expect("NOT A RECEIPT");
    }

    @Test
    void takesFilesThatAreDropped() {
        browser.open("/verify");
        ReceiptCase each = ReceiptCase.named("two files");

        browser.driver()
                .executeScript(
                        """
                        const dropped = new DataTransfer();
                        arguments[0].forEach((text, i) => dropped.items.add(new File([text], `${i}.receipt.json`)));
                        document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: dropped }));
                        """,
                        List.of(
                                new String(each.receipt(), UTF_8),
                                new String(each.others().get(0).content(), UTF_8)));

        page.expect("BROKEN-5");
        assertThat(browser.text("#files")).isEqualTo("1.receipt.json (receipt)");
    }
}
