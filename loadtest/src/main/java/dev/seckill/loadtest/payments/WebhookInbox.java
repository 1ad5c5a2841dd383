package dev.seckill.loadtest.payments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that the shop was told, and what is odd about it. Thread-safe. */
public final class WebhookInbox {

    private final Map<String, Webhook> byId = new HashMap<>();
    private final Map<String, List<Webhook>> byOrder = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private long repeats;

    /** Nothing was told yet. */
    public WebhookInbox() {}

    /** Takes one; false if it was told before. */
    synchronized boolean take(Webhook webhook) {
        Webhook before = byId.putIfAbsent(webhook.id(), webhook);
        if (before != null) {
            repeats++;
            if (!before.equals(webhook)) {
                findings.add("webhook " + webhook.id() + " was told in two ways");
            }
            return false;
        }
        if (!webhook.orderId().isEmpty()) {
            List<Webhook> told = byOrder.computeIfAbsent(webhook.orderId(), order -> new ArrayList<>());
            if (!told.isEmpty() && told.get(told.size() - 1).no() >= webhook.no()) {
                findings.add("webhook " + webhook.id() + " of order " + webhook.orderId() + " came after no "
                        + told.get(told.size() - 1).no());
            }
            told.add(webhook);
        }
        return true;
    }

    /** One that is not what it says it is. */
    synchronized void refused(String why) {
        findings.add(why);
    }

    /** What was told of an order, each once, in the order in which it was told: numbers of its events with their type. */
    public synchronized Map<Long, String> told(String orderId) {
        Map<Long, String> told = new java.util.LinkedHashMap<>();
        byOrder.getOrDefault(orderId, List.of()).forEach(webhook -> told.put(webhook.no(), webhook.type()));
        return told;
    }

    /** Webhooks, each counted once. */
    public synchronized int size() {
        return byId.size();
    }

    /** How many were told once more. */
    public synchronized long repeats() {
        return repeats;
    }

    /** What is wrong. */
    public synchronized List<String> findings() {
        return List.copyOf(findings);
    }
}
