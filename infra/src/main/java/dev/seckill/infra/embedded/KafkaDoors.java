package dev.seckill.infra.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Who may come into a Kafka, and do what.
 *
 * @param accounts users with their passwords
 * @param operator the one among them who may do everything
 * @param rights what the others may do
 */
record KafkaDoors(List<Account> accounts, Account operator, List<KafkaRight> rights) {

    private static final int ANSWER_WAIT_SECONDS = 20;
    /** The least that Kafka takes: these passwords cannot be guessed anyway. */
    private static final int ITERATIONS = 4096;

    /**
     * Makes users and rights; those that are there stay, and get the new passwords.
     *
     * @param client properties of a client that may do so
     */
    void setUp(Map<String, Object> client) throws IOException {
        try (Admin admin = Admin.create(client)) {
            await(admin.alterUserScramCredentials(passwords()).all());
            await(admin.createAcls(rights.stream().map(KafkaRight::binding).toList())
                    .all());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IOException("kafka's users can't be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kafka's users were made", e);
        }
    }

    private static void await(KafkaFuture<?> answer) throws ExecutionException, TimeoutException, InterruptedException {
        answer.get(ANSWER_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private List<UserScramCredentialAlteration> passwords() {
        ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        List<UserScramCredentialAlteration> passwords = new ArrayList<>();
        accounts.forEach(
                account -> passwords.add(new UserScramCredentialUpsertion(account.name(), kind, account.password())));
        return passwords;
    }
}
