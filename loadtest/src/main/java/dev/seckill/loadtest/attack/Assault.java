package dev.seckill.loadtest.attack;

import java.util.Arrays;
import java.util.Optional;

/** A kind of attack, and what must hold while it goes on. They come in this order. */
enum Assault {
    MALFORMED("malformed", "broken requests are refused, and none of them buys") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.sendMalformed();
        }
    },
    RANDOM("random", "random requests over all routes of both programs get a reply or the end of the connection") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.sendRandom();
        }
    },
    HALF_SENT("half-sent", "requests that do not go on are ended, and none of them buys") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.besiege(HeldConnection.halfSent());
        }
    },
    SLOW("slow", "requests that drip are ended as well, and none of them buys") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.besiege(HeldConnection.slow());
        }
    },
    UNREAD("unread", "clients that ask a thousand times at once and read no reply hold nobody up") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.besiegeWithFew(HeldConnection.unread());
        }
    },
    SILENT("silent", "connections that ask for nothing cost buyers nothing") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.besiege(HeldConnection.silent());
        }
    },
    STATUS_PORT("status-port", "health and metrics of both programs answer while their ports are under all of these") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.besiegeStatusPorts();
        }
    },
    UNDECODABLE("undecodable", "messages that are no orders are parked") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendUndecodable();
        }
    },
    HUGE("huge", "messages as large as the topic takes are parked") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendHuge();
        }
    },
    HEADERS("headers", "malformed, empty and null headers stop nobody") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendHeaders();
        }
    },
    NULLS("nulls", "messages without key or value are parked") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendNulls();
        }
    },
    SURROGATES("surrogates", "half a character in a buyer's name is parked, also when it comes again") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendSurrogates();
        }
    },
    FORGED("forged", "orders of sales with names near this one, and with the largest numbers, do not touch it") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendForged();
        }
    },
    SPACES("spaces", "12 MB of spaces that compress to a few KB are parked") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.messages().sendSpaces();
        }
    },
    RESTART("restart", "both programs start again on what all of this has left on the topic") {
        @Override
        void begin(Field field) throws InterruptedException {
            field.restart();
        }
    };

    private final String word;
    private final String promise;

    Assault(String word, String promise) {
        this.word = word;
        this.promise = promise;
    }

    /** Makes the attack; returns when it is over. */
    abstract void begin(Field field) throws InterruptedException;

    /** Its name on the command line. */
    String word() {
        return word;
    }

    /** What must hold. */
    String promise() {
        return promise;
    }

    static Optional<Assault> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
