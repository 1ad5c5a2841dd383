package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.load.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

    private void note(String purchase, ReplyKind kind) {
        notebook.note(purchase, 3000, Instant.EPOCH, Duration.ofMillis(1), new Reply("200", "[1]", "order"), kind);
    }
}
