package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderRecordTest {

    private static final OrderId ID = OrderId.parse("0193542f-7a00-7000-8000-0123456789ab");
    private static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"ann", "-", "=", "Zoë 李 with blanks", " "})
    void aTextIsReadBack(String buyer) {
        OrderRecord held = held(buyer == null || buyer.isBlank() ? null : buyer);

        assertThat(OrderRecord.parse(held.toString())).isEqualTo(held);
        HeldOrder member = HeldOrder.of(ID, held);
        assertThat(HeldOrder.parse(member.toString(), held.heldUntil().toEpochMilli()))
                .isEqualTo(member);
    }

    @Test
    void anExpiredOrderThatIsPaidLateKeepsTheTimeOfItsRelease() {
        Instant released = AT.plusSeconds(60);
        OrderRecord late = held("ann")
                .after(
                        new SaleEvent.Released(
                                SaleId.DEFAULT,
                                7,
                                ID,
                                new BuyerId("ann"),
                                2,
                                9,
                                released,
                                SaleEvent.Released.BY_EXPIRY,
                                SaleEvent.Released.Reason.EXPIRED),
                        5)
                .after(new SaleEvent.Late(SaleId.DEFAULT, 8, ID, 9, released.plusSeconds(1), "shop"), 5);

        assertThat(late.state()).isEqualTo(OrderState.RELEASED);
        assertThat(late.at()).isEqualTo(released);
        assertThat(late.expired()).isTrue();
        assertThat(late.late()).isTrue();
        assertThat(late.event(SaleId.DEFAULT, ID)).isEqualTo(EventId.numbered(SaleId.DEFAULT, 8, 5));
        assertThat(OrderRecord.parse(late.toString())).isEqualTo(late);
    }

    @Test
    void aNewOrderIsNamedByItsId() {
        assertThat(held("ann").event(SaleId.DEFAULT, ID)).isEqualTo(EventId.of(SaleId.DEFAULT, ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HELD",
                "HELD 1 0 5 2 5 - a -",
                "GONE 1 0 5 2 5 9 a -",
                "HELD 0 0 5 2 5 9 a -",
                "HELD 1 0 5 2 5 9 a ",
                "HELD 1 0 5 2 5 9 a =",
                "HELD 1 0 5 2 5 9 a ann"
            })
    void whatIsNoRecordIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> OrderRecord.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 5 c", "2 5 c ", "2 5 c =", "2 5 c ann", "0 5 c =ann"})
    void whatIsNoHeldOrderIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeldOrder.parse(ID + " " + text, 9));
    }

    private static OrderRecord held(String buyer) {
        Order order = new Order(ID, SaleId.DEFAULT, 1, buyer == null ? null : new BuyerId(buyer), "car", 2, 7, AT);
        return OrderRecord.of(new SaleEvent.Accepted(3, order, AT.plusSeconds(60), true), 0);
    }
}
