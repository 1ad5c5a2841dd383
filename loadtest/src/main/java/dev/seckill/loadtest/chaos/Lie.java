package dev.seckill.loadtest.chaos;

import java.util.List;

/** What a dishonest shop does to its order book. Each lie is told of certain orders, before they are signed or afterwards. */
enum Lie {
    BOOK_LOSES_ROW("book-loses-row", "an order is gone, and its number given up", 1) {
        @Override
        void tell(ForgedBook book, List<Long> orders) {
            book.giveUp(orders.get(0));
        }

        @Override
        void alterSigned(ForgedBook book, List<Long> orders) {
            book.lose(orders.get(0));
        }

        @Override
        void coverUp(ForgedBook book, List<Long> orders) {
            book.giveUp(orders.get(0));
        }

        @Override
        String halt(List<Long> orders, long size) {
            return "event " + orders.get(0) + " is signed in a tree of " + size
                    + " events, and the book does not have it any more";
        }
    },
    BOOK_SWAPS_ROWS("book-swaps-rows", "two orders change places", 2) {
        @Override
        void tell(ForgedBook book, List<Long> orders) {
            book.swap(orders.get(0), orders.get(1));
        }

        @Override
        void alterSigned(ForgedBook book, List<Long> orders) {
            tell(book, orders);
        }

        @Override
        void coverUp(ForgedBook book, List<Long> orders) {
            // The figures add up as they are.
        }

        @Override
        String halt(List<Long> orders, long size) {
            return "the book's events up to " + size + " are not those that were signed";
        }
    };

    private final String word;
    private final String story;
    private final int orders;

    /** @param orders how many it is told of each time */
    Lie(String word, String story, int orders) {
        this.word = word;
        this.story = story;
        this.orders = orders;
    }

    /** Its name. */
    String word() {
        return word;
    }

    /** What the book says then, in a line. */
    String story() {
        return story;
    }

    /** How many orders it is told of each time. */
    int orders() {
        return orders;
    }

    /** Tells it of orders that are not signed yet, in such a way that the journal adds up and gets signed. */
    abstract void tell(ForgedBook book, List<Long> orders);

    /** Does to orders that are signed what is least seen. */
    abstract void alterSigned(ForgedBook book, List<Long> orders);

    /** Has the journal add up again, so that it can be signed anew by who forgets what was signed. */
    abstract void coverUp(ForgedBook book, List<Long> orders);

    /**
     * Why an honest certifier signs nothing more once orders were altered that are signed.
     *
     * @param size events that are signed
     */
    abstract String halt(List<Long> orders, long size);
}
