package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.load.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {

    @TempDir
    private Path folder;

    private Notebook notebook;

    @BeforeEach
    void open() {
        notebook = new Notebook(folder.resolve("replies.csv"));
    }

    @AfterEach
    void close() {
        notebook.close();
    }

    @Test
    void findsNothingStrangeInARepeatThatWasAskedFor() {
        note("key-1", ReplyKind.NO_REPLY);
        note("key-1", ReplyKind.REPLAYED);

        assertThat(notebook.strange()).isEmpty();
    }

    @Test
    void findsARepeatStrangeThatNobodyHasAskedFor() {
        note("key-1", ReplyKind.ACCEPTED);
        note("key-2", ReplyKind.REPLAYED);

        assertThat(notebook.strange()).containsExactly("key-2: its first request was answered as a repeat");
    }

    @Test
    void tellsWhenTheNextPurchaseWasDecidedByAnInstanceThatWasHit() {
        Instant struck = Instant.EPOCH.plusSeconds(10);
        note(3001, struck.minusMillis(1), ReplyKind.ACCEPTED); // sent before, answered after
        note(3002, struck.plusMillis(20), ReplyKind.ACCEPTED); // by an instance that goes on
        note(3001, struck.plusMillis(30), ReplyKind.REFUSED);
        assertThat(notebook.firstDecided(Set.of(3001), struck)).isEmpty();

        note(3001, struck.plusMillis(50), ReplyKind.SOLD_OUT);

        assertThat(notebook.firstDecided(Set.of(3001), struck)).contains(struck.plusMillis(55));
        assertThat(notebook.firstDecided(Set.of(), struck)).contains(struck.plusMillis(25));
    }

    private void note(int api, Instant askedAt, ReplyKind kind) {
        Reply reply = kind == ReplyKind.SOLD_OUT ? new Reply("200", "sold out!", "") : new Reply("200", "[1]", "order");
        notebook.note("key", api, askedAt, Duration.ofMillis(5), reply, kind);
    }

    private void note(String purchase, ReplyKind kind) {
        notebook.note(purchase, 3000, Instant.EPOCH, Duration.ofMillis(1), new Reply("200", "[1]", "order"), kind);
    }
}
