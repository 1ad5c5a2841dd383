package dev.seckill.loadtest.browser;

import static org.assertj.core.api.Assertions.assertThat;

/** The buyer's page by the ids that it promises; the words on it may change. */
record BuyerPage(Browser browser) {

    /** Waits until the page shows the sale in this state. */
    void expectState(String state) {
        browser.eventually(
                () -> assertThat(browser.attribute("main", "data-state")).isEqualTo(state));
    }

    /** Presses the button as soon as it can be pressed. */
    void buy() {
        browser.eventually(() -> assertThat(canBuy()).isTrue());
        browser.click("#buy");
    }

    /** Presses it, unless this page knows already that the order is there. */
    void buyIfStillAsked() {
        if (canBuy()) {
            browser.click("#buy");
        }
    }

    void expectNoWayToBuy() {
        browser.eventually(() -> assertThat(canBuy()).isFalse());
    }

    private boolean canBuy() {
        return browser.shows("#buy") && browser.element("#buy").isEnabled();
    }

    /** Chooses from the list of quantities. */
    void choose(int quantity) {
        browser.element("#quantity").sendKeys(Integer.toString(quantity));
    }

    /** Waits until the step of the order's way is done. */
    void expectStep(String step) {
        browser.eventually(() -> assertThat(browser.attribute("#way [data-step='" + step + "']", "data-progress"))
                .isEqualTo("done"));
    }

    /** Waits until the page tells this outcome, in words too. */
    void expectOutcome(String outcome) {
        browser.eventually(() -> {
            assertThat(browser.attribute("#outcome", "data-outcome")).isEqualTo(outcome);
            assertThat(browser.text("#outcome")).isNotBlank();
        });
    }

    /** Waits until the page shows an order; returns its id. */
    String expectOrder() {
        expectOutcome("accepted");
        browser.eventually(() -> assertThat(orderShown()).isNotBlank());
        return orderShown();
    }

    /** The id of the order that can be read; empty for none. */
    String orderShown() {
        return browser.shows("#order-id") ? browser.text("#order-id") : "";
    }
}
