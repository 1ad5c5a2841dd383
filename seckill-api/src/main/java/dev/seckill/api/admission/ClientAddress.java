package dev.seckill.api.admission;

import java.util.List;

/**
 * Finds the address of a client behind proxies. Each of them adds, on the right, the address that is connected to it; so
 * with two proxies the second from the right is what the outer one saw, and what stands left of it the client may have
 * made up.
 */
final class ClientAddress {

    /** Of a connection that is gone by now, or of something that is no address. */
    private static final Address UNKNOWN = new Address(false, -1);

    private final int proxies;

    ClientAddress(int proxies) {
        this.proxies = proxies;
    }

    /** Of a request that did not come through all proxies the address that is connected. */
    Address of(Caller caller) {
        Address told = proxies == 0 ? null : fromRight(caller.values("X-Forwarded-For"));
        Address address = told == null ? connected(caller.peer()) : told;
        return address == null ? UNKNOWN : address;
    }

    private static Address connected(String peer) {
        return peer == null ? null : Address.parse(peer);
    }

    private Address fromRight(List<String> lines) {
        int toGo = proxies;
        for (int line = lines.size() - 1; line >= 0; line--) {
            String[] parts = lines.get(line).split(",", -1);
            if (parts.length >= toGo) {
                return Address.parse(parts[parts.length - toGo].strip());
            }
            toGo -= parts.length;
        }
        return null;
    }
}
