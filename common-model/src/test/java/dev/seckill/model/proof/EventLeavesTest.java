package dev.seckill.model.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventLeavesTest {

    private static final List<String> MESSAGES = List.of(
            "accepted",
            "accepted-held",
            "confirmed",
            "released",
            "released-after",
            "late",
            "extended",
            "restocked",
            "sale-changed",
            "sale-changed-holds",
            "sale-changed-picture",
            "recovered");

    private static final EventLeaves LEAVES = new EventLeaves(SampleShop.ORIGIN, SampleShop.BLIND);

    /** A leaf that changes would make another tree of the same journal. */
    @Test
    void theLeafOfEachGoldenMessageIsGoldenToo() throws IOException {
        StringBuilder texts = new StringBuilder();
        for (String message : MESSAGES) {
            EventLeaf leaf = LEAVES.leaf(event(message), 7);
            texts.append(leaf.text()).append('\n');
            assertThat(EventLeaf.parse(leaf.bytes())).isEqualTo(leaf);
        }

        assertThat(texts.toString()).isEqualTo(resource("leaves.golden.txt"));
    }

    @Test
    void theBuyerOpensAcceptanceAndRelease() throws IOException {
        SaleEvent.Accepted accepted = (SaleEvent.Accepted) event("accepted");
        String orderId = accepted.orderId().toString();
        String buyer = accepted.order().buyer().value();

        assertThat(LEAVES.salt(accepted).holder(orderId, buyer))
                .isEqualTo(LEAVES.leaf(accepted, 0).holder())
                .isEqualTo(LEAVES.leaf(event("released"), 0).holder())
                .isNotEqualTo(LEAVES.salt(accepted).holder(orderId, null));
        assertThat(LEAVES.salt(accepted).holder(orderId, null))
                .isEqualTo(LEAVES.leaf(event("confirmed"), 0).holder());
    }

    @Test
    void aLeafTellsNeitherOrderNorBuyer() throws IOException {
        for (String message : MESSAGES) {
            assertThat(LEAVES.leaf(event(message), 0).text()).doesNotContain("0193542f", "Zo");
        }
    }

    @Test
    void theCloseIsAKindOfItsOwn() {
        SaleEvent closed = new SaleEvent.SaleChanged(
                SaleId.DEFAULT,
                9,
                1,
                SampleShop.BIRTH,
                "alice",
                Change.CLOSED,
                new SaleDefinition("Cars", "car", null, null, 0, 2),
                SalePhase.CLOSED);

        assertThat(LEAVES.leaf(closed, 0).kind()).isEqualTo(LeafKind.CLOSED);
    }

    @Test
    void theEpochIsThatOfTheLastRebuild() throws IOException {
        SaleEvent.Recovered recovered = (SaleEvent.Recovered) event("recovered");

        assertThat(EventLeaves.epochAfter(event("accepted"), 7)).isEqualTo(7);
        assertThat(EventLeaves.epochAfter(recovered, 7)).isEqualTo(recovered.epoch());
        assertThat(LEAVES.leaf(recovered, 7).epoch()).isEqualTo(recovered.epoch());
        assertThat(LEAVES.leaf(event("accepted"), 7).epoch()).isEqualTo(7);
    }

    @Test
    void anEventOfAnotherSaleOrWithoutANumberHasNoLeaf() throws IOException {
        SaleEvent.Accepted accepted = (SaleEvent.Accepted) event("accepted");
        SaleEvent elsewhere = new SaleEvent.Restocked(new SaleId("other"), 1, 1, 1, accepted.at(), "alice");
        SaleEvent old = new SaleEvent.Accepted(SaleEvent.UNNUMBERED, accepted.order());

        assertThatThrownBy(() -> LEAVES.leaf(elsewhere, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEAVES.leaf(old, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(LEAVES.ofVoid(3)).isEqualTo(EventLeaf.ofVoid(SampleShop.ORIGIN, 3));
    }

    private static SaleEvent event(String message) throws IOException {
        return EventCodec.decode(
                resource("/dev/seckill/model/event/" + message + ".golden.json").getBytes(UTF_8));
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = EventLeavesTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
