package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.command.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** {@code check} against real servers, as they should be and with one wrong setting after the other. */
final class ConsumerCheckIT extends ConsumerTestBase {

    private int exitCode;

    @Test
    void aBookAndALogAsTheyShouldBeHaveNoRedLight() throws Exception {
        make(Map.of("retention.ms", "-1"));
        book.open().close();

        String said = check();

        assertThat(said)
                .doesNotContainPattern("(?m)^RED")
                .containsPattern("(?m)^GREEN +topic " + topic.name() + " retention")
                .containsPattern("(?m)^GREEN +mysql tables")
                .containsPattern("(?m)^GREEN +mysql rights");
    }

    @Test
    void aLogThatForgetsIsRed() throws Exception {
        make(Map.of("retention.ms", "60000"));

        assertThat(check()).containsPattern("(?m)^RED +topic " + topic.name() + " retention");
        assertThat(exitCode).isEqualTo(3);
    }

    @Test
    void aUserWhoMayOnlyReadIsRed() {
        book.open().close();
        String database = book.query("SELECT DATABASE()").get(0);
        book.execute("DROP USER IF EXISTS 'looker_it'@'%'");
        book.execute("CREATE USER 'looker_it'@'%' IDENTIFIED BY 'not-to-be-told'");
        book.execute("GRANT SELECT ON " + database + ".* TO 'looker_it'@'%'");

        String said = check(
                "--mysql=" + stack.mysqlUrl(database) + "?allowPublicKeyRetrieval=true",
                "--mysql-user=looker_it",
                "--mysql-password=not-to-be-told");

        assertThat(said)
                .containsPattern("(?m)^RED +mysql rights +the user lacks INSERT, UPDATE")
                .doesNotContain("not-to-be-told");
        assertThat(exitCode).isEqualTo(3);
    }

    @Test
    void itMakesNeitherDatabaseNorTableNorTopic() throws Exception {
        List<String> before = book.query("SHOW DATABASES");

        check("--mysql=" + stack.mysqlUrl("book_never_made"));
        assertThat(book.query("SHOW DATABASES")).isEqualTo(before);
        check();

        assertThat(book.query("SHOW TABLES")).isEmpty();
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
            assertThat(kafka.listTopics().names().get()).doesNotContain(topic.name(), parked.name());
        }
    }

    private void make(Map<String, String> settings) throws Exception {
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
            kafka.createTopics(List.of(new NewTopic(topic.name(), PARTITIONS, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    private String check(String... more) {
        List<String> line = new ArrayList<>(List.of("check", "--topic=" + topic.name(), "--group=" + group()));
        line.addAll(List.of(
                "--kafka=" + stack.kafkaBootstrapServers(),
                "--mysql=" + stack.mysqlUrl(book.query("SELECT DATABASE()").get(0)),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword()));
        line.addAll(List.of(more));
        StringWriter out = new StringWriter();
        exitCode = Commands.run(line.toArray(String[]::new), Map.of(), new PrintWriter(out, true), config -> {});
        return out.toString();
    }
}
