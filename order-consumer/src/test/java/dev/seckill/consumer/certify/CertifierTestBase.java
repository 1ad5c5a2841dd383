package dev.seckill.consumer.certify;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.ProofKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certifiers over a book that each class shares between its tests, with one sale at a time. */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class CertifierTestBase {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:20:00Z"), ZoneOffset.UTC);

    @TempDir
    static Path keyDirectory;

    ProofKeys keys;
    TestBook book;
    HikariDataSource pool;
    int sales;

    String sale;
    TestEvents events;
    final List<SaleEvent> logged = new ArrayList<>();

    @TempDir
    Path proofs;

    @BeforeAll
    void open(ServerStack servers) throws IOException {
        book = new TestBook(servers, "certifier_it");
        pool = book.open();
        Path directory = Files.createDirectory(keyDirectory.resolve("keys"));
        TestKeys.make(directory);
        keys = TestKeys.read(directory);
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @BeforeEach
    void newSale() {
        // Only one sale at a time is in the book, so that a turn is about it.
        for (String table : List.of("orders", "events", "sales", "certified")) {
            book.execute("DELETE FROM " + table);
        }
        sale = "sale-" + ++sales;
        events = new TestEvents(sale);
        logged.clear();
    }

    Certifier certifier() {
        return certifier(proofs);
    }

    Certifier certifier(Path directory) {
        return new Certifier(pool, keys, settings(directory, Publish.LIVE), CLOCK);
    }

    Certifier certifier(ProofKeys other, Clock clock) {
        return new Certifier(pool, other, settings(proofs, Publish.LIVE), clock);
    }

    static CertifySettings settings(Path directory, Publish publish) {
        return new CertifySettings(
                TestKeys.folder(directory),
                directory,
                publish,
                10_000,
                50,
                Duration.ofSeconds(1),
                new CosignerSettings(null, null, Duration.ofSeconds(5)));
    }

    Standing turn(Certifier certifier) {
        return certifier.turn().get(new SaleId(sale));
    }

    void log(SaleEvent... more) {
        logged.addAll(List.of(more));
        new MySqlOrderStore(pool).store(List.of(more));
    }

    void logOrders(int count) {
        log(Stream.generate(events::accepted).limit(count).toArray(SaleEvent[]::new));
    }

    SaleProofs saleProofs() {
        return new SaleProofs(settings(proofs, Publish.LIVE), new LoggedEvents(pool));
    }

    List<String> rows() {
        return book.query("SELECT CONCAT(size, ' ', HEX(root)) FROM certified WHERE size > 0 ORDER BY size");
    }
}
