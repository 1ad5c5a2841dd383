package dev.seckill.consumer.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be looked at before any figure of an audit: where a topic or a table is not there, is empty or is another
 * sale's, every order looks lost, and most often only a setting is wrong.
 */
final class Doubts {

    private final AuditSettings settings;
    private final Ledger ledger;
    private final AuditReport.Facts facts;
    private final List<SaleJournal> journals;
    private final List<String> found = new ArrayList<>();

    private Doubts(AuditSettings settings, Ledger ledger, AuditReport.Facts facts, List<SaleJournal> journals) {
        this.settings = settings;
        this.ledger = ledger;
        this.facts = facts;
        this.journals = journals;
    }

    /** A sentence for each; none if there is nothing to doubt. */
    static List<String> of(AuditSettings settings, Ledger ledger, AuditReport.Facts facts, List<SaleJournal> journals) {
        Doubts doubts = new Doubts(settings, ledger, facts, journals);
        doubts.askOfTheLog();
        doubts.askOfTheBook();
        doubts.askOfTheSale();
        return List.copyOf(doubts.found);
    }

    private void askOfTheLog() {
        String topic =
                "the topic " + settings.topic() + " at " + settings.connection().bootstrapServers();
        if (!facts.topicIsThere()) {
            found.add(
                    topic + " does not exist: are --topic (ORDER_TOPIC) and --kafka (KAFKA_BOOTSTRAP_SERVERS) right?");
        } else if (facts.messages() == 0) {
            found.add(topic + " is empty: is --topic (ORDER_TOPIC) right?");
        } else if (facts.undecodable().count() == facts.messages()) {
            found.add(topic + " has no order, only other messages: is --topic (ORDER_TOPIC) right?");
        } else if (!facts.cutLog()) {
            ledger.sales().forEach((sale, tally) -> {
                if (tally.orders() > 0 && !tally.isLogged()) {
                    found.add(topic + " has no order of the sale " + sale + ", but the book has " + tally.orders()
                            + ": do --topic (ORDER_TOPIC) and --mysql (MYSQL_URL) belong together?");
                }
            });
        }
    }

    private void askOfTheBook() {
        if (!facts.bookIsThere()) {
            found.add(
                    "there is no table orders in the database: is --mysql (MYSQL_URL) right, and did a consumer start?");
        } else if (ledger.rows() == 0 && (ledger.loggedOrders() > 0 || facts.messages() == 0)) {
            found.add("the table orders is empty: is --mysql (MYSQL_URL) right, and did a consumer run?");
        }
    }

    private void askOfTheSale() {
        if (settings.sale() != null && ledger.sales().isEmpty() && journals.isEmpty()) {
            found.add("neither the log nor the book has anything of the sale " + settings.sale()
                    + ": is --sale right? Case counts.");
        }
    }
}
